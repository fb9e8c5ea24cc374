package dev.freshet.refresh.state;

import dev.freshet.cache.Payload;
import dev.freshet.source.Validators;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A process that keeps one version after the other of one endpoint, until it is killed. Confined to its main thread. */
final class EndlessWriter {
    static final String UNIT = "/live.json";
    static final int BYTES = 4 << 20;

    private EndlessWriter() {}

    /** {@code arguments}: the folder, and the number of the first version. */
    public static void main(String[] arguments) throws StateProblemException {
        StateFolder folder = StateFolder.open(Path.of(arguments[0]));
        folder.claim();
        for (long number = Long.parseLong(arguments[1]); ; number++) {
            folder.write(UNIT, List.of(kept(number)));
            folder.settle();
        }
    }

    /** What every byte of a version's payload is. */
    static byte filling(long number) {
        return (byte) number;
    }

    private static Kept kept(long number) {
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, filling(number));
        return new Kept(UNIT, "upstream api", new Payload(bytes, "text/plain"), number, 1, 1, Validators.NONE);
    }
}
