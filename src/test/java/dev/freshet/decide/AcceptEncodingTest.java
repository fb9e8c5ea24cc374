package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cache.Coding;
import dev.freshet.cache.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {
    private final Snapshot snapshot = Snapshots.compressed();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "GZip | GZIP",
                "x-gzip | GZIP",
                "gzip, deflate, br, zstd | BROTLI",
                "gzip, zstd | ZSTD",
                "gzip;q=1.0, br;q=0.5 | GZIP",
                "gzip;q=0.5,br;q=0.5 | BROTLI",
                "* | BROTLI",
                "*;q=0.1 | BROTLI",
                "br;q=0, * | ZSTD",
                "br;q=0, zstd;q=0, gzip | GZIP",
                "identity | IDENTITY",
                "identity, gzip;q=0.5 | IDENTITY",
                "gzip, identity;q=0.5 | GZIP",
                "identity;q=0.5, gzip;q=0.500 | GZIP",
                "deflate | IDENTITY",
                "gzip;q=0 | IDENTITY",
                "*;q=0 | IDENTITY",
                "identity;q=0 | IDENTITY",
                "gzip;q=1.001 | IDENTITY",
                "gzip;q=-1 | IDENTITY",
                "gzip;q=abc | IDENTITY",
                "gzip;q= | IDENTITY",
                "gzip ; q=0.5 , br ; Q=0.4 | GZIP",
                "gzip;level=9;q=0.2, br;q=0.1 | GZIP",
                ",,gzip,, | GZIP",
            })
    void choosesByQualityThenBySize(String field, Coding expected) {
        assertThat(AcceptEncoding.of(field).choose(snapshot).coding()).isEqualTo(expected);
    }

    @Test
    void sendsTheIdentityToAClientThatSaysNothing() {
        assertThat(AcceptEncoding.of(null).choose(snapshot).coding()).isEqualTo(Coding.IDENTITY);
        assertThat(AcceptEncoding.of("").choose(snapshot).coding()).isEqualTo(Coding.IDENTITY);
    }

    @Test
    void sendsTheIdentityWhereACodingWasNotWorthKeeping() {
        Snapshot small = Snapshots.of(Snapshots.representation(Coding.IDENTITY, 10, "\"v\""));

        assertThat(AcceptEncoding.of("gzip, br").choose(small).coding()).isEqualTo(Coding.IDENTITY);
    }

    @Test
    void breaksTiesOfSizeByTheOrderOfCodings() {
        Snapshot tied = Snapshots.of(
                Snapshots.representation(Coding.ZSTD, 50, "\"v-zstd\""),
                Snapshots.representation(Coding.BROTLI, 50, "\"v-br\""),
                Snapshots.representation(Coding.IDENTITY, 100, "\"v\""));

        assertThat(AcceptEncoding.of("br, zstd").choose(tied).coding()).isEqualTo(Coding.ZSTD);
    }
}
