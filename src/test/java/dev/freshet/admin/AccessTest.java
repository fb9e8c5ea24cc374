package dev.freshet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may act on the admin listener. */
final class AccessTest {
    private static final String TOKEN = "0123456789abcdef";

    @Test
    void withoutTokensWhoeverIsOnThisMachineMayAct() throws Exception {
        Access access = new Access(Map.of());

        assertThat(access.of(request(), from("127.0.0.1"))).isEqualTo(new Admission.Granted("-"));
        assertThat(access.of(request(), from("::1"))).isEqualTo(new Admission.Granted("-"));
        assertThat(status(access.of(request(), from("10.0.0.7")))).isEqualTo(403);
        assertThat(status(access.of(request("Origin", "https://evil.example"), from("127.0.0.1"))))
                .isEqualTo(403);
    }

    @Test
    void withTokensTheBearerMayActFromAnywhere() throws Exception {
        Access access = access();

        assertThat(access.of(request("Authorization", "Bearer " + TOKEN), from("10.0.0.7")))
                .isEqualTo(new Admission.Granted("ci"));
        assertThat(access.of(request("Authorization", "bearer " + TOKEN), from("127.0.0.1")))
                .isEqualTo(new Admission.Granted("ci"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Basic 0123456789abcdef",
                "0123456789abcdef",
                "Bearer 0123456789abcdeF",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdefg",
                "Bearer 0123456789abcdef, Bearer x"
            })
    void nobodyElseMay(String authorization) throws Exception {
        assertThat(status(access().of(request("Authorization", authorization), from("127.0.0.1"))))
                .isEqualTo(401);
    }

    @Test
    void aChallengeSaysWhatIsExpected() throws Exception {
        Admission.Denied denied = (Admission.Denied) access().of(request(), from("127.0.0.1"));

        assertThat(denied.reply().headers()).containsEntry("www-authenticate", "Bearer realm=\"freshet\"");
    }

    @Test
    void twoAuthorizationsAreNone() throws Exception {
        HttpRequest request = request("Authorization", "Bearer " + TOKEN);
        request.headers().add("Authorization", "Bearer other");

        assertThat(status(access().of(request, from("127.0.0.1")))).isEqualTo(401);
    }

    private static Access access() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.US_ASCII));
        return new Access(Map.of("ci", HexFormat.of().formatHex(digest)));
    }

    private static int status(Admission admission) {
        return ((Admission.Denied) admission).reply().status().code();
    }

    private static HttpRequest request(String... field) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/purge?tag=a");
        if (field.length > 0) {
            request.headers().set(field[0], field[1]);
        }
        return request;
    }

    private static InetSocketAddress from(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 40_000);
    }
}
