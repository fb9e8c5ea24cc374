package dev.freshet.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Speaks the protocol of Redis and answers as a test says, for what the Redis of the tests cannot do. Greets with RESP3.
 * Thread-safe: concurrent lists.
 */
public final class RespServer implements AutoCloseable {
    private static final String GREETING = "%2\r\n+server\r\n+redis\r\n+proto\r\n:3\r\n";

    private final ServerSocket listening;
    private final Function<List<String>, String> answers;
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private RespServer(Function<List<String>, String> answers) {
        this.answers = answers;
        try {
            listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers each command, but for HELLO and CLIENT, with what {@code answers} gives, such as {@code $2\r\n{}\r\n}. */
    public static RespServer answering(Function<List<String>, String> answers) {
        return new RespServer(answers);
    }

    /** Where it listens. */
    public String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    /** What it was asked so far, but for HELLO and CLIENT. */
    public List<List<String>> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket each : sockets) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String answer = answer(command(in));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException _) {
            // the client went away, or the test is over
        }
    }

    private String answer(List<String> command) {
        return switch (command.getFirst()) {
            case "HELLO" -> GREETING;
            case "CLIENT" -> "+OK\r\n";
            default -> {
                commands.add(command);
                yield answers.apply(command);
            }
        };
    }

    private static List<String> command(InputStream in) throws IOException {
        int words = Integer.parseInt(line(in).substring(1));
        List<String> command = new ArrayList<>(words);
        for (int i = 0; i < words; i++) {
            byte[] word = in.readNBytes(Integer.parseInt(line(in).substring(1)));
            line(in);
            command.add(new String(word, StandardCharsets.UTF_8));
        }
        return command;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
