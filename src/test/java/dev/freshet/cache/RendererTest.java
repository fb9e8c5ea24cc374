package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RendererTest {
    private final Renderer renderer = new Renderer();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 100, 1000, 4195, 65_536, 1_000_003})
    void everyCodingDecodesToThePayload(int size) throws IOException {
        Payload payload = json(size);

        for (Representation each : render(payload).representations()) {
            assertThat(decode(each, size)).as("%s", each.coding()).isEqualTo(payload.bytes());
        }
    }

    @Test
    void aSmallVersionForLaterIsCompressedWhenAskedForAndIsTheSame() {
        Payload payload = json(4195);
        Version later = new Renderer().renderForLater(payload, 1, 0);

        assertThat(later.madeSoFar()).hasSize(1);
        assertThat(later.identity().etag()).isEqualTo(render(payload).identity().etag());
        assertThat(later.wanted()).isFalse();
        assertThat(later.representations())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(render(payload).representations());
        assertThat(later.wanted()).isTrue();
        assertThat(later.madeSoFar()).isSameAs(later.representations());
    }

    @Test
    void aLargeVersionIsCompressedAtOnceWhereNoClientWaits() {
        assertThat(new Renderer().renderForLater(json(100_000), 1, 0).madeSoFar())
                .hasSizeGreaterThan(1);
    }

    @Test
    void aPayloadThatCompressesIsHeldInEveryCoding() {
        assertThat(render(json(4195)).representations())
                .extracting(Representation::coding)
                .containsExactly(Coding.ZSTD, Coding.BROTLI, Coding.GZIP, Coding.IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 200, 4195, 65_536})
    void aCodingIsHeldOnlyWhereItIsSmallerThanThePayload(int size) {
        assertThat(render(json(size)).representations())
                .filteredOn(each -> each.coding() != Coding.IDENTITY)
                .allMatch(each -> each.body().length < size);
    }

    @Test
    void noiseIsHeldOnlyAsItIs() {
        byte[] noise = new byte[5000];
        new Random(7).nextBytes(noise);

        assertThat(render(new Payload(noise, "image/png")).representations())
                .extracting(Representation::coding)
                .containsExactly(Coding.IDENTITY);
    }

    @Test
    void theIdentityIsThePayloadItselfWithoutACopy() {
        Payload payload = json(1000);

        assertThat(render(payload).representations().getLast().body()).isSameAs(payload.bytes());
    }

    @Test
    void tagsShareAStemAndEndInTheirCoding() {
        List<String> tags = render(json(4195)).representations().stream()
                .map(Representation::etag)
                .toList();
        String stem = tags.getLast().substring(0, tags.getLast().length() - 1);

        assertThat(stem).matches("\"[A-Za-z0-9_-]{16}");
        assertThat(tags).containsExactly(stem + "-zstd\"", stem + "-br\"", stem + "-gz\"", stem + "\"");
    }

    @Test
    void theSamePayloadHasTheSameTagsInEveryVersionAndProcess() {
        Version one = new Renderer().render(json(100), 1, 1000);
        Version other = new Renderer().render(json(100), 7, 2000);

        assertThat(tag(other)).isEqualTo(tag(one));
    }

    @Test
    void anotherPayloadOrMediaTypeHasOtherTags() {
        Payload payload = json(100);

        assertThat(tag(render(json(101)))).isNotEqualTo(tag(render(payload)));
        assertThat(tag(render(new Payload(payload.bytes(), "text/json")))).isNotEqualTo(tag(render(payload)));
    }

    @Test
    void theVersionIsAsTold() {
        Version version = renderer.render(json(10), 42, 1234);

        assertThat(version.number()).isEqualTo(42);
        assertThat(version.fetchedAtMillis()).isEqualTo(1234);
        assertThat(version.mediaType()).isEqualTo("application/json");
    }

    @Test
    void manyThreadsRenderAtATime() {
        List<byte[]> decoded = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> decodedGzip(render(json(1000 + i)), 1000 + i))
                .toList();

        for (int i = 0; i < decoded.size(); i++) {
            assertThat(decoded.get(i)).isEqualTo(json(1000 + i).bytes());
        }
    }

    private Version render(Payload payload) {
        return renderer.render(payload, 1, 0);
    }

    private static String tag(Version version) {
        return version.representations().getLast().etag();
    }

    private static byte[] decodedGzip(Version version, int size) {
        try {
            return decode(new Snapshot(version, 0).in(Coding.GZIP), size);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] decode(Representation representation, int size) throws IOException {
        byte[] body = representation.body();
        return switch (representation.coding()) {
            case IDENTITY -> body;
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            case BROTLI -> Decoder.decompress(body).getDecompressedData();
            case ZSTD -> Zstd.decompress(body, size);
        };
    }

    /** Exactly {@code size} bytes that look like live data. */
    private static Payload json(int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(size + 64);
        while (text.length() < size) {
            text.append("{\"candidate\":\"")
                    .append(random.nextInt(50))
                    .append("\",\"votes\":")
                    .append(random.nextInt(1_000_000))
                    .append("},");
        }
        return new Payload(text.substring(0, size).getBytes(StandardCharsets.UTF_8), "application/json");
    }
}
