package dev.freshet.cli;

import java.nio.file.Path;

/** What the demo says when it is ready: what runs, and lines to paste. Immutable: it has no state. */
final class DemoBanner {
    private DemoBanner() {}

    /** Ends with an empty line. */
    static String text(RunningDemo demo, DemoOptions options) {
        String front = "https://localhost:" + demo.frontPort();
        Path ca = options.certificates().resolve("ca.crt");
        String curl = "curl --cacert " + Shell.word(ca.toString()) + " ";
        String admin = Urls.of(false, demo.front().adminAddress());
        return """
                Freshet serves %s and refreshes each hot document once per second.
                  origin  %s (an election night that changes every second%s)
                  redis   %s
                  admin   %s

                Try
                  %s%s/live.json
                  %s--compressed %s/districts.json
                  %s--http2 -sD- -o /dev/null %s/regions/north.json
                  %s-d 'passed to the origin' %s/api/echo
                  curl -k %s/ticker.json     # without trusting certs made here
                  %s/ in a browser, which warns of the certificate, for nobody vouches for it
                  curl %s/metrics
                `freshet demo --print-config` prints this configuration; Ctrl-C stops.

                """.formatted(
                        front,
                        Urls.of(false, demo.originAddress()),
                        options.originDelay().isZero()
                                ? ""
                                : ", answering after " + options.originDelay().toMillis() + " ms",
                        demo.redis() == null ? "none (--redis serves from one)" : demo.redis(),
                        admin,
                        curl,
                        front,
                        curl,
                        front,
                        curl,
                        front,
                        curl,
                        front,
                        front,
                        front,
                        admin);
    }
}
