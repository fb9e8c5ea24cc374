package dev.freshet.compare;

import dev.freshet.config.Protocol;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out before the load whether there is something to measure: where each side is, and that it answers what will be
 * asked with 2xx. Thread-safe: immutable.
 */
final class Probe {
    private static final String SPEAKS_TLS = "speaks TLS (expected: an https URL)";
    private static final int UNAVAILABLE = 503;
    /** A server that has just been started may not have what it serves yet. */
    private static final int MORE_TIMES = 6;

    private static final long PAUSE_MILLIS = 500;

    private final Client client;
    private final Load load;
    private final Asker asker;

    Probe(Client client, Load load) {
        this.client = client;
        this.load = load;
        this.asker = new Asker(client, load);
    }

    /** Resolves the name of one side, once for all: to the first of its addresses that takes a connection. */
    static Target resolved(Side side, URI url, Duration timeout) throws ComparisonProblemException {
        try {
            return new Target(side, url, Resolver.address(url, timeout));
        } catch (UnknownHostException e) {
            throw new ComparisonProblemException(side.label() + ": " + url + ": unknown host " + url.getHost(), e);
        }
    }

    /** Two names of one server would compare it with itself. */
    static void requireTwo(Target front, Target origin) throws ComparisonProblemException {
        if (front.address().equals(origin.address())) {
            throw new ComparisonProblemException(
                    "front and origin both lead to " + front.shownAddress() + " (expected: two servers)");
        }
    }

    /** The answer to what the load will ask, which is 2xx. */
    Fetched requireAnswer(Target target) throws ComparisonProblemException, InterruptedException {
        Fetched answer = asked(target);
        for (int again = 0; answer.status() == UNAVAILABLE && again < MORE_TIMES; again++) {
            pause();
            answer = asked(target);
        }
        if (answer.status() >= 300 && answer.status() <= 399 && answer.location() != null) {
            throw problem(
                    target,
                    "answers " + answer.status() + " and points to " + answer.location()
                            + " (redirects are not followed; name the URL that answers)");
        }
        if (answer.status() == HttpResponseStatus.BAD_REQUEST.code() && !target.tls() && speaksTls(target)) {
            throw problem(target, SPEAKS_TLS);
        }
        if (!answer.good()) {
            throw problem(target, "answers " + answer.status() + " (expected: 2xx)");
        }
        if (target.protocol(load) == Protocol.HTTP_2 && answer.streams() < load.streams()) {
            throw problem(
                    target,
                    "allows " + answer.streams() + " streams on a connection (asked for: --streams " + load.streams()
                            + ")");
        }
        return answer;
    }

    private Fetched asked(Target target) throws ComparisonProblemException, InterruptedException {
        try {
            return asker.asUnderLoad(target);
        } catch (FetchFailedException e) {
            throw problem(target, advice(target, String.valueOf(e.getMessage())));
        }
    }

    private static void pause() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        var _ = never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private String advice(Target target, String reason) throws InterruptedException {
        boolean hungUp = reason.startsWith("closed") || reason.equals("connection reset");
        if (!target.tls() && (reason.equals("what came is TLS") || (hungUp && speaksTls(target)))) {
            return SPEAKS_TLS;
        }
        return switch (reason) {
            case "TLS: what came is not TLS" -> "does not speak TLS (expected: an http URL)";
            case "TLS: no authority that is trusted here issued its certificate" ->
                "no authority that is trusted here issued its certificate (--ca FILE trusts one, --insecure any)";
            case "TLS: its certificate has expired",
                    "TLS: its certificate is not valid yet",
                    "TLS: its certificate is made out to another name" ->
                reason.substring("TLS: ".length()) + " (--insecure accepts it)";
            case Dialer.NO_HTTP_2, "TLS: tlsv1 alert no application protocol" ->
                Dialer.NO_HTTP_2 + " (--protocol h1 asks with HTTP/1.1)";
            default -> reason;
        };
    }

    /** Many a TLS server answers plain text with 400, or hangs up on it without a word. */
    private boolean speaksTls(Target target) throws InterruptedException {
        URI encrypted = URI.create("https" + target.url().toString().substring("http".length()));
        try {
            new Asker(client, load).asUnderLoad(new Target(target.side(), encrypted, target.address()));
            return true;
        } catch (FetchFailedException e) {
            return String.valueOf(e.getMessage()).contains("certificate");
        }
    }

    private static ComparisonProblemException problem(Target target, String what) {
        String where = target.url() + " (" + target.shownAddress() + ")";
        return new ComparisonProblemException(target.side().label() + ": " + where + ": " + what);
    }
}
