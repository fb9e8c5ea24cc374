package dev.freshet.refresh.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.cache.Payload;
import dev.freshet.refresh.state.Confirmations.Confirmation;
import dev.freshet.source.Validators;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SnapshotFileTest {
    private static final List<Kept> KEPT = List.of(
            kept("/index.json", "{\"n\":1}", new Validators(1, "\"a\"", null)),
            kept("example.org/results.json", "\u00e9".repeat(1000), new Validators(0, null, "Sat, 21 Nov 2026")));

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        assertThat(SnapshotFile.decode(SnapshotFile.encode(KEPT)))
                .usingRecursiveComparison()
                .isEqualTo(KEPT);
    }

    @Test
    void aChangeOfAnyByteIsSeen() {
        byte[] file = SnapshotFile.encode(List.of(kept("/a", "1", Validators.NONE)));
        for (int i = 0; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 1;

            assertThatThrownBy(() -> SnapshotFile.decode(damaged)).isInstanceOf(StateProblemException.class);
        }
    }

    @Test
    void aFileThatEndsTooEarlyIsSeenWhereverItEnds() {
        byte[] file = SnapshotFile.encode(KEPT);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);

            assertThatThrownBy(() -> SnapshotFile.decode(cut)).isInstanceOf(StateProblemException.class);
        }
    }

    @Test
    void randomBytesAreNoFile() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(500)];
            random.nextBytes(bytes);

            assertThatThrownBy(() -> SnapshotFile.decode(bytes)).isInstanceOf(StateProblemException.class);
        }
    }

    @Test
    void aSoundSealAroundNonsenseIsNoFile() {
        byte[] huge = Sealed.seal("snapshot", out -> {
            out.writeInt(1);
            out.writeUTF("/a");
            out.writeUTF("s");
            out.writeUTF("t");
            out.writeLong(1);
            out.writeLong(1);
            out.writeLong(1);
            out.writeInt(0);
            out.writeBoolean(false);
            out.writeBoolean(false);
            out.writeInt(Integer.MAX_VALUE);
        });
        byte[] longer = Sealed.seal("snapshot", out -> {
            out.writeInt(0);
            out.write(1);
        });

        assertThatThrownBy(() -> SnapshotFile.decode(huge)).hasMessage("shorter than it should be");
        assertThatThrownBy(() -> SnapshotFile.decode(longer)).hasMessage("longer than it should be");
        assertThatThrownBy(() -> Confirmations.decode(SnapshotFile.encode(KEPT)))
                .hasMessage("not a file of Freshet's, or of another format");
    }

    @Test
    void confirmationsAreReadAsTheyWereWritten() throws Exception {
        Confirmations confirmations = new Confirmations(Map.of("/a", new Confirmation(1, 2, 3)));

        assertThat(Confirmations.decode(confirmations.encode())).isEqualTo(confirmations);
    }

    @Test
    void aConfirmationCountsForTheVersionItSpeaksOf() {
        Kept kept = kept("/a", "1", Validators.NONE);

        assertThat(with(new Confirmation(7, 1000, 5000)).applyTo(kept).confirmedAtMillis())
                .isEqualTo(5000);
        assertThat(with(new Confirmation(8, 1000, 5000)).applyTo(kept)).isSameAs(kept);
        assertThat(with(new Confirmation(7, 1001, 5000)).applyTo(kept)).isSameAs(kept);
        assertThat(with(new Confirmation(7, 1000, 1)).applyTo(kept).confirmedAtMillis())
                .isEqualTo(1);
        assertThat(new Confirmations(Map.of()).applyTo(kept)).isSameAs(kept);
    }

    private static Confirmations with(Confirmation confirmation) {
        return new Confirmations(Map.of("/a", confirmation));
    }

    private static Kept kept(String name, String text, Validators validators) {
        Payload payload = new Payload(text.getBytes(StandardCharsets.UTF_8), "application/json");
        return new Kept(name, "upstream api " + name, payload, 7, 1000, 2000, validators);
    }
}
