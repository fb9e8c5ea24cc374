package dev.freshet.decide;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.cache.Version;
import java.util.List;

/** Snapshots written down in a test. Immutable: pure functions only. */
final class Snapshots {
    private Snapshots() {}

    /** With bodies of 60 (zstd), 50 (br), 70 (gzip) and 100 bytes (identity). */
    static Snapshot compressed() {
        return of(
                representation(Coding.ZSTD, 60, "\"v-zstd\""),
                representation(Coding.BROTLI, 50, "\"v-br\""),
                representation(Coding.GZIP, 70, "\"v-gz\""),
                representation(Coding.IDENTITY, 100, "\"v\""));
    }

    static Snapshot of(Representation... representations) {
        return new Snapshot(new Version(1, "application/json", List.of(representations), 0), 0);
    }

    static Representation representation(Coding coding, int length, String etag) {
        return new Representation(coding, new byte[length], etag);
    }
}
