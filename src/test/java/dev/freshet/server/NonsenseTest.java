package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.config.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Upstreams that answer with what is no response, or more or less than one: each client gets one right answer, one error, or
 * what is visibly cut off; nothing of it is stored, and nothing of it is taken for the answer to another request.
 */
class NonsenseTest {
    private static final String BODY = "hello";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String SIZED = "Content-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String EVIL = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\nevil";

    @TempDir
    Path directory;

    private FaultySite site;

    @AfterEach
    void stop() throws IOException {
        assertThat(site.defects()).isEmpty();
        site.close();
    }

    /** What a client may be told. */
    private enum Verdict {
        /** The answer. */
        RIGHT,
        /** 502. */
        ERROR,
        /** Its head, and no end. */
        CUT_OFF,
        /** Anything else. */
        WRONG
    }

    /** What an upstream sends after the status line and the cache's terms. Immutable. */
    private record Nonsense(String before, String after, Set<Verdict> verdicts) {
        static Nonsense of(Verdict verdict, String after) {
            return new Nonsense("", after, Set.of(verdict));
        }

        private String response(boolean stored) {
            return before + OK + "Cache-Control: " + (stored ? "max-age=60" : "no-store") + "\r\n" + after;
        }
    }

    private static final List<Nonsense> MALFORMED = List.of(
            // heads that may be read in two ways
            Nonsense.of(Verdict.ERROR, "Content-Length: 5\r\n" + CHUNKED + "5\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.ERROR, "Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello"),
            Nonsense.of(Verdict.ERROR, "Content-Length: 5\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "Content-Length: 5, 5\r\n\r\nhello"),
            Nonsense.of(Verdict.ERROR, "Content-Length: 0x5\r\n\r\nhello"),
            Nonsense.of(Verdict.ERROR, "Content-Length: -1\r\n\r\nhello"),
            Nonsense.of(Verdict.ERROR, "Content-Length: 18446744073709551621\r\n\r\nhello"),
            Nonsense.of(Verdict.ERROR, "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.ERROR, "Transfer-Encoding: chunked\r\n" + CHUNKED + "5\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.ERROR, "Content-Length : 5\r\n\r\nhello"),
            Nonsense.of(Verdict.ERROR, "X: a\r\n b\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "no colon\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, ": no name\r\n" + SIZED),
            // values that split a response
            Nonsense.of(Verdict.ERROR, "X: a\rSet-Cookie: evil\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X: a\r\rSet-Cookie: evil\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X: a\nSet-Cookie: evil\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X: a\0b\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X\r: a\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X\0: a\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X y: a\r\n" + SIZED),
            // heads without end
            Nonsense.of(Verdict.ERROR, "X: " + "y".repeat(70_000) + "\r\n" + SIZED),
            Nonsense.of(Verdict.ERROR, "X: y\r\n".repeat(20_000) + SIZED),
            new Nonsense("HTTP/1.1 200 " + "y".repeat(9_000) + "\r\n", SIZED, Set.of(Verdict.ERROR)),
            new Nonsense("HTTP/1.1 102 Processing\r\n\r\n".repeat(100), SIZED, Set.of(Verdict.ERROR)),
            // what is no response
            new Nonsense("SSH-2.0-OpenSSH_9.2p1\r\n", "", Set.of(Verdict.ERROR)),
            new Nonsense("\r\n", SIZED, Set.of(Verdict.ERROR)),
            new Nonsense("\0".repeat(1000), SIZED, Set.of(Verdict.ERROR)),
            new Nonsense("y".repeat(1 << 20), SIZED, Set.of(Verdict.ERROR)),
            new Nonsense("HTTP/1.1 20 OK\r\n", SIZED, Set.of(Verdict.ERROR)),
            new Nonsense("HTTP/3 200 OK\r\n", SIZED, Set.of(Verdict.ERROR)),
            new Nonsense("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", SIZED, Set.of(Verdict.ERROR)),
            // chunks that are none
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "5\r\nhelloXX0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "4\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "6\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "5\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "zz\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "-5\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "0x5\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "100000005\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "5;" + "y".repeat(70_000) + "\r\nhello\r\n0\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "5\r\nhello\r\n0\r\nno colon\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "5\r\nhello\r\n0\r\nX: a\rb\r\n\r\n"),
            Nonsense.of(Verdict.CUT_OFF, CHUNKED + "5\r\nhello\r\n0\r\n" + "X: y\r\n".repeat(20_000) + "\r\n"));

    private static final List<Nonsense> MORE_OR_LESS = List.of(
            // the wrong length
            Nonsense.of(Verdict.CUT_OFF, "Content-Length: 6\r\n\r\nhello"),
            Nonsense.of(Verdict.CUT_OFF, "Content-Length: 1000000\r\n\r\nhello"),
            Nonsense.of(Verdict.RIGHT, SIZED + " and more"),
            Nonsense.of(Verdict.RIGHT, CHUNKED + "5\r\nhello\r\n0\r\n\r\n0\r\n\r\n"),
            // another response behind it, which nobody asked for
            Nonsense.of(Verdict.RIGHT, SIZED + EVIL),
            Nonsense.of(Verdict.RIGHT, SIZED + EVIL.repeat(1000)),
            Nonsense.of(Verdict.RIGHT, CHUNKED + "5\r\nhello\r\n0\r\n\r\n" + EVIL),
            // odd and right
            new Nonsense("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 So\r\n\r\n", SIZED, Set.of(Verdict.RIGHT)),
            Nonsense.of(Verdict.RIGHT, CHUNKED + "0000000005;a=\"b;c\"\r\nhello\r\n00\r\n\r\n"),
            Nonsense.of(Verdict.RIGHT, "Connection: close\r\n" + SIZED));

    @ParameterizedTest
    @EnumSource
    void whatIsNoResponseIsNeitherPassedOnNorStored(Protocol protocol) throws Exception {
        site = FaultySite.of(protocol, directory);
        List<Nonsense> all = all();
        assertJudged(all, (number, peer) -> {
            peer.send(response(all, number));
            return false;
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatComesByteByByteIsReadTheSameWay(Protocol protocol) throws Exception {
        site = FaultySite.of(protocol, directory);
        List<Nonsense> all = all();
        assertJudged(all, (number, peer) -> {
            String response = response(all, number);
            int dripped = Math.min(300, response.length());
            peer.drip(response.substring(0, dripped));
            peer.send(response.substring(dripped));
            return false;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatGoesOnAfterItsNonsenseIsNotListenedTo(Protocol protocol) throws Exception {
        site = FaultySite.of(protocol, directory);
        assertJudged(MALFORMED, (number, peer) -> {
            peer.send(response(MALFORMED, number));
            peer.send(EVIL);
            peer.awaitClosed();
            return false;
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatComesBeforeTheQuestionAnswersOneAtMost(Protocol protocol) throws Exception {
        site = FaultySite.of(protocol, directory);
        site.greetWith(OK + "Cache-Control: no-store\r\n" + SIZED);
        List<Question> questions =
                IntStream.range(0, 50).mapToObj(i -> Question.get("/" + i)).toList();

        Set<Integer> greeted = ConcurrentHashMap.newKeySet();
        FaultySite.Script script = (number, peer) -> {
            if (!greeted.add(peer.number())) {
                peer.send(CachingSite.response(200, "for " + number, "Cache-Control: no-store"));
            }
            return true;
        };

        List<Told> first = site.ask(script, questions);
        List<Told> second = site.ask(script, questions);

        for (int i = 0; i < questions.size(); i++) {
            for (Told each : List.of(first.get(i), second.get(i))) {
                assertThat(verdict(each) == Verdict.RIGHT
                                || each.isProblem(502)
                                || each.body().equals("for " + i))
                        .as("%s", each)
                        .isTrue();
            }
        }
    }

    private static List<Nonsense> all() {
        List<Nonsense> all = new ArrayList<>(MALFORMED);
        all.addAll(MORE_OR_LESS);
        return all;
    }

    private static String response(List<Nonsense> sent, int number) {
        return sent.get(number / 2).response(number % 2 == 0);
    }

    /** Each is sent twice: storable and not. */
    private void assertJudged(List<Nonsense> sent, FaultySite.Script script) throws Exception {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 2 * sent.size(); i++) {
            questions.add(Question.get("/" + i));
        }

        List<Told> first = site.ask(script, questions);
        List<Told> second = site.ask(
                (_, peer) -> {
                    peer.send(CachingSite.response(200, "sound", "Cache-Control: no-store"));
                    return true;
                },
                questions);

        List<String> flaws = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Nonsense nonsense = sent.get(i / 2);
            Verdict verdict = verdict(first.get(i));
            String expected = verdict == Verdict.RIGHT && i % 2 == 0 ? BODY : "sound";
            if (!nonsense.verdicts().contains(verdict)) {
                flaws.add(verdict + " of " + brief(nonsense) + " came out as " + first.get(i));
            } else if (!second.get(i).isWhole() || !second.get(i).body().equals(expected)) {
                flaws.add(brief(nonsense) + " was followed by " + second.get(i));
            }
        }
        assertThat(flaws.stream().map(each -> each.substring(0, Math.min(each.length(), 1000))))
                .isEmpty();
    }

    private static String brief(Nonsense nonsense) {
        String response = nonsense.response(true);
        return response.substring(0, Math.min(200, response.length())).replace("\r\n", "|");
    }

    private static Verdict verdict(Told told) {
        if (told.isProblem(502)) {
            return Verdict.ERROR;
        } else if (told.status() == 200 && told.isWhole() && told.body().equals(BODY)) {
            return Verdict.RIGHT;
        }
        boolean cutOff = told.ending() == Told.Ending.CUT_OFF && told.status() == 200;
        return cutOff && (BODY.startsWith(told.body()) || told.body().startsWith(BODY))
                ? Verdict.CUT_OFF
                : Verdict.WRONG;
    }
}
