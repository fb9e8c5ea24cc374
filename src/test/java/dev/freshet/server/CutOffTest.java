package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import dev.freshet.testing.RawServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Responses of an upstream that stop at every one of their bytes. Whatever the client is told is right, or is an error, or is
 * visibly cut off; nothing but a whole response is stored; and the next request for the same is answered as if nothing had been.
 */
class CutOffTest {
    private static final String BODY = "hello world";
    private static final String SOUND = "sound";
    private static final int MOST_TOLD = 10;

    @TempDir
    Path directory;

    private FaultySite site;

    @AfterEach
    void stop() throws IOException {
        assertThat(site.defects()).isEmpty();
        site.close();
    }

    /** How a response tells where its body ends. */
    private enum Form {
        SIZED("", "Content-Length: 11\r\n", BODY),
        CHUNKED(
                "",
                "Transfer-Encoding: chunked\r\n",
                "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Sum: 11\r\nX-More: so\r\n\r\n"),
        UNTIL_CLOSE("", "X: y\r\n", BODY),
        AFTER_INTERIM("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", "Content-Length: 11\r\n", BODY);

        private final String interim;
        private final String framing;
        private final String body;

        Form(String interim, String framing, String body) {
            this.interim = interim;
            this.framing = framing;
            this.body = body;
        }

        private String head(Asking asking) {
            return interim + "HTTP/1.1 200 OK\r\nCache-Control: " + asking.cacheControl + "\r\n" + framing + "\r\n";
        }
    }

    /** What is asked for, and whether the answer may be stored. */
    private enum Asking {
        STORED("GET", "max-age=60"),
        NOT_STORED("GET", "no-store"),
        HEAD("HEAD", "max-age=60"),
        POST("POST", "max-age=60");

        private final String method;
        private final String cacheControl;

        Asking(String method, String cacheControl) {
            this.method = method;
            this.cacheControl = cacheControl;
        }
    }

    /** How a connection ends. */
    private enum End {
        CLOSED,
        RESET,
        STALLED
    }

    /** One response that stops. Immutable. */
    private record Case(Form form, Asking asking, int cut, End end) {
        private int headBytes() {
            return form.head(asking).length();
        }

        private String response() {
            return form.head(asking) + (asking == Asking.HEAD ? "" : form.body);
        }

        private boolean isWhole() {
            return cut == response().length();
        }

        private Question question(int number) {
            return new Question(asking.method, "/" + number, List.of());
        }

        private boolean play(RawServer.Peer peer) throws IOException, InterruptedException {
            peer.send(response().substring(0, cut));
            switch (end) {
                case CLOSED -> {}
                case RESET -> peer.reset();
                case STALLED -> peer.stall();
            }
            return false;
        }

        /** Whether the end of the connection is how the server says that the body is complete (RFC 9112 section 6.3). */
        private boolean endsByClosing() {
            return form == Form.UNTIL_CLOSE && end == End.CLOSED && cut >= headBytes();
        }

        /** What is wrong with what the client was told; nothing: an empty string. */
        private String flaw(Told told) {
            boolean right = told.isWhole() && told.status() == 200;
            String expected = asking == Asking.HEAD ? "" : BODY;
            if (right && endsByClosing()) {
                return told.body().equals(response().substring(headBytes(), cut)) ? "" : "another body";
            } else if (right) {
                return isWhole() && told.body().equals(expected) ? "" : "taken for whole";
            } else if (isError(told)) {
                boolean waited = told.field("cache-status").contains("collapsed");
                return cut < headBytes() || end == End.RESET || waited ? "" : "an error after the head";
            }
            boolean cutOff = told.ending() == Told.Ending.CUT_OFF && told.status() == 200;
            if (!cutOff || !expected.startsWith(told.body())) {
                return "neither an answer nor an error";
            }
            boolean complete = isWhole() && form != Form.UNTIL_CLOSE;
            return complete || cut < headBytes() ? "cut off" : "";
        }

        private boolean isError(Told told) {
            int status = end == End.STALLED ? 504 : 502;
            return asking == Asking.HEAD ? told.isProblemHead(status) : told.isProblem(status);
        }

        /** More than one attempt is for what is idempotent and of whose answer not a byte came. */
        private int mostAttempts() {
            boolean unheard = end == End.CLOSED && cut == 0 || end == End.RESET;
            return asking != Asking.POST && unheard ? 2 : 1;
        }
    }

    private static Stream<Arguments> protocolsAndForms() {
        return Stream.of(Protocol.values())
                .flatMap(protocol -> Stream.of(Form.values()).map(form -> Arguments.of(protocol, form)));
    }

    @ParameterizedTest
    @MethodSource("protocolsAndForms")
    void aResponseThatEndsAtAnyByteIsNeverTakenForWhole(Protocol protocol, Form form) throws Exception {
        site = FaultySite.of(protocol, directory);
        List<Case> cases = new ArrayList<>();
        for (End end : List.of(End.CLOSED, End.RESET)) {
            for (Asking asking : Asking.values()) {
                cases.addAll(everyCut(form, asking, end));
            }
        }

        assertSoundAfter(cases, site.ask((number, peer) -> cases.get(number).play(peer), questions(cases)));
    }

    @ParameterizedTest
    @EnumSource
    void aResponseThatStallsAtAnyByteEndsInTime(Protocol protocol) throws Exception {
        site = FaultySite.impatient(protocol, directory);
        List<Case> cases = new ArrayList<>();
        for (Form form : Form.values()) {
            cases.addAll(everyCut(form, Asking.STORED, End.STALLED));
            cases.addAll(everyCut(form, Asking.NOT_STORED, End.STALLED));
        }
        cases.removeIf(each -> each.isWhole() && each.form != Form.UNTIL_CLOSE);

        assertSoundAfter(cases, site.ask((number, peer) -> cases.get(number).play(peer), questions(cases)));
    }

    @ParameterizedTest
    @MethodSource("protocolsAndForms")
    void whoWaitsForAFetchThatIsCutOffGetsNoLessOfAnError(Protocol protocol, Form form) throws Exception {
        site = FaultySite.of(protocol, directory);
        List<Case> cases = everyCut(form, Asking.STORED, End.CLOSED);
        List<Question> twice = new ArrayList<>();
        for (Question each : questions(cases)) {
            twice.addAll(List.of(each, each, each));
        }

        List<Told> told = site.ask((number, peer) -> cases.get(number).play(peer), twice);

        for (int i = 0; i < told.size(); i++) {
            assertThat(cases.get(i / 3).flaw(told.get(i)))
                    .as("%s: %s", cases.get(i / 3), told.get(i))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConfirmationThatEndsAtAnyByteConfirmsNothing(Protocol protocol) throws Exception {
        site = FaultySite.of(protocol, directory);
        String confirmation =
                "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nCache-Control: max-age=1, stale-if-error=0\r\n\r\n";
        List<Question> questions = new ArrayList<>();
        for (int cut = 0; cut <= 2 * confirmation.length() + 1; cut++) {
            questions.add(Question.get("/" + cut));
        }
        site.ask(
                (_, peer) -> {
                    peer.send(
                            "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nCache-Control: max-age=1, stale-if-error=0\r\nContent-Length: 11\r\n\r\n"
                                    + BODY);
                    return true;
                },
                questions);
        site.server.clock.advance(Duration.ofSeconds(2));

        List<Told> told = site.ask(
                (number, peer) -> {
                    peer.send(confirmation.substring(0, number / 2));
                    if (number % 2 == 1) {
                        peer.reset();
                    }
                    return false;
                },
                questions);

        for (int i = 0; i < told.size(); i++) {
            boolean whole = i / 2 == confirmation.length();
            boolean right = told.get(i).isWhole() && told.get(i).body().equals(BODY);
            assertThat(whole ? right : told.get(i).isProblem(502))
                    .as("cut at %d of %d: %s", i / 2, confirmation.length(), told.get(i))
                    .isTrue();
        }
        site.server.clock.advance(Duration.ofSeconds(2));
        for (Told each : site.ask(
                (_, peer) -> {
                    peer.send(confirmation);
                    return true;
                },
                questions)) {
            assertThat(each.field("cache-status")).isEqualTo("freshet; fwd=stale; fwd-status=304");
            assertThat(each.body()).isEqualTo(BODY);
        }
    }

    private static List<Case> everyCut(Form form, Asking asking, End end) {
        List<Case> cases = new ArrayList<>();
        for (int cut = 0; cut <= new Case(form, asking, 0, end).response().length(); cut++) {
            cases.add(new Case(form, asking, cut, end));
        }
        return cases;
    }

    private static List<Question> questions(List<Case> cases) {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            questions.add(cases.get(i).question(i));
        }
        return questions;
    }

    /** Judges each case, then asks everything again of an origin that has recovered. */
    private void assertSoundAfter(List<Case> cases, List<Told> first) throws Exception {
        List<String> flaws = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            String flaw = each.flaw(first.get(i));
            boolean unasked =
                    site.asked(i) == 0 && each.isError(first.get(i)); // the kept connection it took was closed by then
            if (!flaw.isEmpty() && !unasked) {
                flaws.add(flaw + ": " + each + " " + first.get(i));
            }
            if (site.asked(i) > each.mostAttempts()) {
                flaws.add(site.asked(i) + " attempts: " + each);
            }
        }
        assertThat(flaws.stream().limit(MOST_TOLD)).as("%d flaws", flaws.size()).isEmpty();

        List<Told> second = site.ask(
                (_, peer) -> {
                    peer.send(CachingSite.response(200, SOUND, "Cache-Control: no-store"));
                    return true;
                },
                gets(cases.size()));
        for (int i = 0; i < cases.size(); i++) {
            boolean stored = cases.get(i).asking == Asking.STORED
                    && first.get(i).isWhole()
                    && first.get(i).status() == 200;
            assertThat(second.get(i).isWhole()).isTrue();
            assertThat(second.get(i).body())
                    .as("after %s, which told %s: %s", cases.get(i), first.get(i), second.get(i))
                    .isEqualTo(stored ? first.get(i).body() : SOUND);
            assertThat(second.get(i).field("cache-status").contains("hit")).isEqualTo(stored);
        }
    }

    private static List<Question> gets(int count) {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            questions.add(Question.get("/" + i));
        }
        return questions;
    }
}
