package dev.freshet.server;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients of HTTP/2 over TLS, a stream for each question, a hundred on each connection. Thread-safe: it has no state. */
final class Http2Audience implements Audience {
    private static final int STREAMS = 100;

    private final InetSocketAddress address;

    Http2Audience(InetSocketAddress address) {
        this.address = address;
    }

    @Override
    public List<Told> ask(List<Question> questions) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Told>>> answers = new ArrayList<>();
            for (int from = 0; from < questions.size(); from += STREAMS) {
                List<Question> share = questions.subList(from, Math.min(questions.size(), from + STREAMS));
                answers.add(clients.submit(() -> askTogether(share)));
            }
            List<Told> told = new ArrayList<>();
            for (Future<List<Told>> each : answers) {
                told.addAll(each.get());
            }
            return told;
        }
    }

    private List<Told> askTogether(List<Question> questions) throws Exception {
        try (Http2Transcript transcript = new Http2Transcript(RawHttp2.connect(address))) {
            Http2Frames asking =
                    new Http2Frames().preface().initialWindow(4 << 20).windowUpdate(0, 64 << 20);
            for (int i = 0; i < questions.size(); i++) {
                add(asking, 2 * i + 1, questions.get(i));
            }
            transcript.send(asking.take());
            List<Told> told = transcript.readStreams(1, questions.size());

            int next = 2 * questions.size() + 1;
            transcript.send(
                    asking.request(next, headers(Question.get("/live.json"))).take());
            Told live = transcript.readStreams(next, 1).getFirst();
            if (!live.isWhole() || live.status() != 200 || !live.body().equals("{}")) {
                throw new AssertionError("after its other streams the connection says " + live);
            }
            return told;
        }
    }

    private static void add(Http2Frames frames, int stream, Question question) {
        if (question.hasBody()) {
            frames.openRequest(stream, headers(question).add("content-length", "2"))
                    .frame(Http2Frame.DATA, Http2Frame.END_STREAM, stream, new byte[] {'a', 'b'});
        } else {
            frames.request(stream, headers(question));
        }
    }

    private static Http2Headers headers(Question question) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(question.method())
                .scheme("https")
                .authority("localhost")
                .path(question.target());
        for (String each : question.lines()) {
            String[] field = each.split(": ", 2);
            headers.add(field[0].toLowerCase(java.util.Locale.ROOT), field[1]);
        }
        return headers;
    }
}
