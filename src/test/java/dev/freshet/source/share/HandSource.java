package dev.freshet.source.share;

import dev.freshet.observe.Fault;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source whose answers a test gives by hand, or beforehand. Thread-safe: a list that is copied on write, one volatile. */
final class HandSource implements Source {
    private final List<FetchRequest> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Fetched> answer = new CompletableFuture<>();

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        requests.add(request);
        return answer;
    }

    @Override
    public String description() {
        return "by hand";
    }

    /** What it was asked so far. */
    List<FetchRequest> requests() {
        return requests;
    }

    /** Gives {@code fetched} to whoever waits. */
    void give(Fetched fetched) {
        answer.complete(fetched);
    }

    /** Gives {@code fetched} from now on. */
    void always(Fetched fetched) {
        answer = CompletableFuture.completedFuture(fetched);
    }

    /** Fails from now on. */
    void fail(long retryAfterSeconds) {
        always(new Fetched.Failed(new Fault(Fault.Reason.STATUS, "500 (expected: 200)"), retryAfterSeconds));
    }
}
