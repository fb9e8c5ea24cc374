package dev.freshet.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.ForwardReason;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
    private final HttpHeaders sent = new DefaultHttpHeaders();
    private final Forwarding.Sender sender = new Forwarding.Sender(new InetSocketAddress("192.0.2.7", 4711), true, "2");

    @Test
    void keepsEndToEndFieldsInOrder() {
        sent.add("accept", "a").add("x-one", "1").add("x-one", "2").add("cookie", "c=1");

        HttpHeaders forwarded = forwarded("api.example.org");

        assertThat(forwarded.getAll("x-one")).containsExactly("1", "2");
        assertThat(forwarded.get("accept")).isEqualTo("a");
        assertThat(forwarded.get("cookie")).isEqualTo("c=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer",
                "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Host", "Content-Length", "Expect"
            })
    void dropsWhatIsForThisHopOnly(String name) {
        sent.add(name, "something");

        assertThat(forwarded("api.example.org").contains(name)).isFalse();
    }

    @Test
    void dropsWhatConnectionNames() {
        sent.add("connection", "close, X-Secret ,x-other")
                .add("x-secret", "1")
                .add("X-Other", "2")
                .add("x-kept", "3");

        HttpHeaders forwarded = forwarded("api.example.org");

        assertThat(forwarded.contains("x-secret")).isFalse();
        assertThat(forwarded.contains("x-other")).isFalse();
        assertThat(forwarded.get("x-kept")).isEqualTo("3");
    }

    @Test
    void saysWhoAskedAndHow() {
        HttpHeaders forwarded = forwarded("api.example.org:8443");

        assertThat(forwarded.get("x-forwarded-for")).isEqualTo("192.0.2.7");
        assertThat(forwarded.get("x-forwarded-proto")).isEqualTo("https");
        assertThat(forwarded.get("x-forwarded-host")).isEqualTo("api.example.org:8443");
        assertThat(forwarded.get("forwarded")).isEqualTo("for=192.0.2.7;host=\"api.example.org:8443\";proto=https");
        assertThat(forwarded.get("via")).isEqualTo("2 freshet");
    }

    @Test
    void quotesAnAddressOfVersionSix() {
        Forwarding.Sender six = new Forwarding.Sender(new InetSocketAddress("2001:db8::1", 1), false, "1.1");

        HttpHeaders forwarded = Forwarding.request(sent::iteratorCharSequence, null, "", six);

        assertThat(forwarded.get("forwarded")).isEqualTo("for=\"[2001:db8::1]\";proto=http");
        assertThat(forwarded.get("x-forwarded-for")).isEqualTo("2001:db8::1");
    }

    @Test
    void believesNothingAClientSaysOfItself() {
        sent.add("x-forwarded-for", "10.0.0.1").add("forwarded", "for=10.0.0.1").add("X-Real-IP", "10.0.0.1");

        HttpHeaders forwarded = forwarded("a");

        assertThat(forwarded.getAll("x-forwarded-for")).containsExactly("192.0.2.7");
        assertThat(forwarded.getAll("forwarded")).hasSize(1);
        assertThat(forwarded.contains("x-real-ip")).isFalse();
    }

    @Test
    void trailersCannotSayWhatHeadersMayNot() {
        sent.add("host", "evil")
                .add("x-forwarded-for", "6.6.6.6")
                .add("authorization", "evil")
                .add("cookie", "z");
        sent.add("via", "q").add("x-real-ip", "7").add("forwarded", "for=6").add("x-checksum", "kept");

        assertThat(Forwarding.trailers(sent).names()).containsExactly("x-checksum");
    }

    @Test
    void addsItselfToTheHopsBefore() {
        sent.add("via", "1.1 proxy");

        assertThat(forwarded("a").getAll("via")).containsExactly("1.1 proxy", "2 freshet");
    }

    @Test
    void aResponseTellsHowItCameAndKeepsTheTagsOfItsOriginToItself() {
        sent.add("surrogate-key", "a b").add("cache-tag", "c").add("cache-status", "inner; hit");

        Forwarding.response(sent, CacheStatus.Forwarded.of(ForwardReason.METHOD));

        assertThat(sent.names()).containsExactlyInAnyOrder("cache-status", "via");
        assertThat(sent.getAll("cache-status")).containsExactly("inner; hit", "freshet; fwd=method");
        assertThat(sent.get("via")).isEqualTo("1.1 freshet");
    }

    private HttpHeaders forwarded(String authority) {
        return Forwarding.request(sent::iteratorCharSequence, sent.get("connection"), authority, sender);
    }
}
