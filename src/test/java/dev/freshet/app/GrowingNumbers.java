package dev.freshet.app;

import dev.freshet.testing.RawClient;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks every node for its number, again and again, and notes what is no number or less than before. Thread-safe. */
final class GrowingNumbers implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\\{\"n\":(\\d+)}");

    private final Map<InetSocketAddress, Integer> last = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Thread> threads;
    private volatile boolean closed;

    /** Begins. */
    GrowingNumbers(List<InetSocketAddress> nodes) {
        threads = nodes.stream()
                .map(each -> Thread.ofVirtual().start(() -> watch(each)))
                .toList();
    }

    /** What {@code node} has served last; 0: nothing yet. */
    int of(InetSocketAddress node) {
        return last.getOrDefault(node, 0);
    }

    /** What was wrong. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread each : threads) {
            each.join();
        }
    }

    private void watch(InetSocketAddress node) {
        try (RawClient client = new RawClient(node)) {
            while (!closed) {
                note(node, client.get("/live.json"));
            }
        } catch (RuntimeException _) {
            // the node was killed
        }
    }

    private void note(InetSocketAddress node, RawClient.Answer answer) {
        Matcher number = NUMBER.matcher(answer.text());
        if (answer.status() != 200 || !number.matches()) {
            complaints.add(node + " answered " + answer.status() + " " + answer.text());
            return;
        }
        int now = Integer.parseInt(number.group(1));
        int before = of(node);
        if (now < before) {
            complaints.add(node + " served " + now + " after " + before);
        }
        last.put(node, now);
    }
}
