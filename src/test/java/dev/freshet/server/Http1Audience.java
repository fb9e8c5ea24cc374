package dev.freshet.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients of plain HTTP/1.1, a connection for each question. Thread-safe: it has no state. */
final class Http1Audience implements Audience {
    private static final int TOGETHER = 256;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String NEXT = "GET /live.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final InetSocketAddress address;

    Http1Audience(InetSocketAddress address) {
        this.address = address;
    }

    @Override
    public List<Told> ask(List<Question> questions) throws Exception {
        try (ExecutorService clients =
                Executors.newFixedThreadPool(TOGETHER, Thread.ofVirtual().factory())) {
            List<Future<Told>> answers = new ArrayList<>();
            for (Question each : questions) {
                answers.add(clients.submit(() -> ask(each)));
            }
            List<Told> told = new ArrayList<>();
            for (Future<Told> each : answers) {
                told.add(each.get());
            }
            return told;
        }
    }

    private Told ask(Question question) throws IOException {
        Http1Transcript transcript = new Http1Transcript(allOf(question));
        Told told = transcript.next(question.isHead());
        if (told.isWhole()) {
            Told next = transcript.next(false);
            if (next.status() != 200 || !next.body().equals("{}") || !transcript.isAtEnd()) {
                throw new AssertionError("after " + told + " came " + next + " and " + transcript.rest());
            }
        } else if (!transcript.isAtEnd()) {
            throw new AssertionError("after " + told + " came " + transcript.rest());
        }
        return told;
    }

    private byte[] allOf(Question question) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write((request(question) + NEXT).getBytes(StandardCharsets.ISO_8859_1));
            return toTheEnd(socket.getInputStream());
        }
    }

    private static String request(Question question) {
        StringBuilder request = new StringBuilder(question.method() + " " + question.target() + " HTTP/1.1\r\n");
        request.append("Host: localhost\r\n");
        question.lines().forEach(each -> request.append(each).append("\r\n"));
        return request.append(question.hasBody() ? "Content-Length: 2\r\n\r\nab" : "\r\n")
                .toString();
    }

    private static byte[] toTheEnd(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[16 * 1024];
        try {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                all.write(part, 0, count);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            // a reset is an end too
        }
        return all.toByteArray();
    }
}
