package dev.freshet.server.pass;

import dev.freshet.cache.CollapseKey;
import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredResponse;
import dev.freshet.decide.Forwarding;
import dev.freshet.decide.caching.Answer;
import dev.freshet.decide.caching.AnswerHead;
import dev.freshet.decide.caching.CacheDecider;
import dev.freshet.decide.caching.CacheDecision;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.Validation;
import dev.freshet.observe.Fault;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passed request without a body that a stored response may answer: performs what {@link CacheDecider} decides. It is served
 * from memory, or waits for another's fetch, or has a fetch of its own. Confined to one event loop.
 */
final class CachedPass extends BodilessExchange {
    /** Who has waited for so many fetches in vain has one of his own. */
    private static final int MOST_WAITS = 2;

    private final Passes passes;
    private final Route route;
    private final Upstream upstream;
    private final PassRequest asked;
    private final PassSink sink;
    private @Nullable PassFetch fetch;
    private @Nullable MemoryBody body;
    private HeldBodies.@Nullable Hold hold;
    private int waits;

    CachedPass(Passes passes, Route route, PassRequest asked, PassSink sink) {
        this.passes = passes;
        this.route = route;
        this.upstream = route.upstream();
        this.asked = asked;
        this.sink = sink;
    }

    // The client's side

    /** Decides in a turn of its own, so that a client that pipelines is not answered from inside the answer before. */
    @Override
    public void endRequest(HttpHeaders trailers) {
        progress().requestHasEnded();
        passes.loop().execute(() -> {
            if (!progress().responseEnded()) {
                decide(passes.store().find(asked.key()));
            }
        });
    }

    @Override
    public void clientWritable(boolean writable) {
        if (fetch != null) {
            fetch.clientWritable(writable);
        } else if (writable) {
            proceed();
        }
    }

    @Override
    public void cancel() {
        if (!progress().responseEnded()) {
            progress().responseHasEnded();
            body = null;
            letGo();
            if (fetch != null) {
                fetch.clientLeft();
            }
        }
    }

    // Deciding

    private void decide(List<StoredResponse> stored) {
        perform(decision(stored), stored);
    }

    private CacheDecision decision(List<StoredResponse> stored) {
        List<StoredHead> heads = stored.stream().map(StoredResponse::head).toList();
        return CacheDecider.decide(asked.request(), heads, passes.nowMillis());
    }

    private void perform(CacheDecision decision, List<StoredResponse> stored) {
        switch (decision) {
            case CacheDecision.Serve(StoredHead head, Answer answer, CacheStatus.Hit status) -> {
                passes.cache().hot().answered(passes, route, asked, stored);
                CacheResult result = status.ttlSeconds() < 0 ? CacheResult.STALE : CacheResult.HIT;
                serve(result, PassFetch.find(stored, head), answer, status);
            }
            case CacheDecision.ServeStaleAndRevalidate stale -> {
                passes.cache().hot().answered(passes, route, asked, stored);
                passes.revalidate(upstream, asked, stale.validation(), stored);
                serve(CacheResult.STALE, PassFetch.find(stored, stale.stored()), stale.answer(), stale.status());
            }
            case CacheDecision.Revalidate about ->
                ask(PassQuestion.about(about.validation(), about.reason(), asked.isGet()), stored);
            case CacheDecision.Fetch miss -> ask(PassQuestion.miss(miss.reason(), miss.mayStore()), stored);
            case CacheDecision.GatewayTimeout(CacheStatus.Generated status) -> {
                passes.cache().count(CacheResult.UNSATISFIED);
                problem(504, "Nothing is stored that answers this request, and it wants nothing else.", status);
            }
        }
    }

    private void ask(PassQuestion question, List<StoredResponse> stored) {
        CollapseKey key = question.collapses(asked) ? asked.collapseKey(stored) : null;
        if (key == null || waits >= MOST_WAITS || passes.cache().unshared().contains(key)) {
            fetch(question, stored, null);
            return;
        }
        boolean forOne = question.validation() == null && asked.hasRange();
        Flight mine = new Flight(passes.store().turn());
        Flights flights = passes.cache().flights();
        Flight other = forOne ? flights.find(key) : flights.begin(key, mine);
        if (other != null && passes.store().isInvalid(asked.key(), other.turn())) { // it may bring what was before
            other = forOne || flights.succeed(key, other, mine) ? null : other;
        }
        if (other != null) {
            await(other, question, stored);
        } else if (forOne) {
            fetch(question, stored, null);
        } else {
            lead(new Flights.Boarding(flights, key, mine), question, stored);
        }
    }

    /** Between the look into the store and the flight's beginning another flight may have landed: the store is looked at again. */
    @SuppressWarnings("ReferenceEquality") // it is the same list as long as nothing has changed
    private void lead(Flights.Boarding boarding, PassQuestion question, List<StoredResponse> stored) {
        List<StoredResponse> current = passes.store().find(asked.key());
        if (current == stored) {
            fetch(question.forAll(), stored, boarding);
        } else {
            boarding.land(new Landing.LookAgain());
            decide(current);
        }
    }

    private void fetch(PassQuestion question, List<StoredResponse> stored, Flights.@Nullable Boarding boarding) {
        passes.cache().count(question.result());
        fetch = new PassFetch(passes, upstream, asked, question, stored, boarding, this);
    }

    // Waiting for another's fetch

    private void await(Flight flight, PassQuestion question, List<StoredResponse> stored) {
        waits++;
        if (!flight.join(passes.loop(), landing -> landed(landing, question, stored))) {
            fetch(question, stored, null);
        }
    }

    private void landed(Landing landing, PassQuestion question, List<StoredResponse> stored) {
        if (progress().responseEnded()) {
            return;
        }
        switch (landing) {
            case Landing.Answered(StoredResponse response) -> answered(response, question);
            case Landing.LookAgain _ -> lookAgain(question);
            case Landing.Unshared _ -> fetch(question, stored, null);
            case Landing.Erred(int status) -> {
                StoredHead stale = usableOnError(question);
                if (stale == null) {
                    fetch(question, stored, null);
                } else {
                    serveCollapsed(
                            PassFetch.find(stored, stale),
                            question.status().withStatus(status).withDetail(PassFetch.STALE_IF_ERROR));
                }
            }
            case Landing.Failed(Fault fault) -> {
                passes.cache().count(CacheResult.COLLAPSED);
                failed(fault, question, question.status().withCollapsed(), stored);
            }
        }
    }

    /** It may be another variant, or have become stale on its way. */
    private void answered(StoredResponse response, PassQuestion question) {
        if (decision(List.of(response)) instanceof CacheDecision.Serve) {
            serveCollapsed(response, question.status());
        } else {
            lookAgain(question);
        }
    }

    private void lookAgain(PassQuestion question) {
        List<StoredResponse> stored = passes.store().find(asked.key());
        CacheDecision decision = decision(stored);
        if (decision instanceof CacheDecision.Serve serve) {
            serveCollapsed(PassFetch.find(stored, serve.stored()), question.status());
        } else {
            perform(decision, stored);
        }
    }

    private void serveCollapsed(StoredResponse stored, CacheStatus.Forwarded status) {
        Answer answer = Answer.to(asked.request(), stored.head(), passes.nowMillis());
        serve(CacheResult.COLLAPSED, stored, answer, status.withCollapsed());
    }

    // Answering

    /** Answers with {@code answer} out of {@code stored}; a fetch that goes on does so without this client. */
    void serve(StoredResponse stored, Answer answer, CacheStatus status) {
        fetch = null;
        AnswerHead head = AnswerHead.of(stored.head(), answer, passes.told(status, asked), passes.nowMillis());
        boolean bodiless = head.status() == 304 || asked.request().method().equals("HEAD");
        progress().responseHasBegun();
        Forwarding.response(head.fields());
        sink.head(new ResponseHead(head.status(), head.fields(), head.status() == 304 ? -1 : head.bodyBytes()));
        body = new MemoryBody(stored.body(), head.firstByte(), bodiless ? 0 : head.bodyBytes());
        proceed();
        if (body != null) {
            hold = hold(stored.body());
        }
    }

    /** This client takes {@code bytes}, at its pace. */
    HeldBodies.Hold hold(byte[] bytes) {
        return passes.cache().held().hold(bytes, bytes.length, () -> false, sink.client());
    }

    /** The same, counted as {@code result}; a fetch is counted by itself. */
    private void serve(CacheResult result, StoredResponse stored, Answer answer, CacheStatus status) {
        serve(stored, answer, status);
        if (fetch == null) {
            passes.cache().count(result);
        }
    }

    private void proceed() {
        MemoryBody rest = body;
        if (rest != null && rest.writeTo(sink) && body != null) {
            body = null;
            letGo();
            end(EmptyHttpHeaders.INSTANCE);
        }
    }

    private void letGo() {
        if (hold != null) {
            hold.close();
            hold = null;
        }
    }

    /** The upstream has not answered: a stale response stands in where that is allowed, else there is an error. */
    void failed(Fault fault, PassQuestion question, CacheStatus.Forwarded status, List<StoredResponse> stored) {
        fetch = null;
        if (progress().responseBegun()) {
            progress().responseHasEnded();
            sink.cutOff();
            return;
        }
        StoredHead stale = usableOnError(question);
        if (stale != null) {
            Answer answer = Answer.to(asked.request(), stale, passes.nowMillis());
            serve(PassFetch.find(stored, stale), answer, status.withDetail(PassFetch.STALE_IF_ERROR));
        } else if (question.forbidsStale()) {
            problem(504, "What is stored needs a validation, and the server behind this one gives none.", status);
        } else {
            problem(FaultAnswers.status(fault), FaultAnswers.detail(fault), status);
        }
    }

    private @Nullable StoredHead usableOnError(PassQuestion question) {
        Validation validation = question.validation();
        return validation == null
                ? null
                : validation.usableOnError(asked.request(), passes.store().graceSeconds(), passes.nowMillis());
    }

    private void problem(int status, String detail, CacheStatus cacheStatus) {
        progress().responseHasEnded();
        sink.problem(status, detail, passes.told(cacheStatus, asked));
    }

    // What its own fetch brings

    /** The question is asked anew by {@code next}. */
    void follow(PassFetch next) {
        fetch = next;
    }

    void informational(int status, HttpHeaders fields) {
        sink.informational(status, fields);
    }

    void head(ResponseHead head) {
        progress().responseHasBegun();
        sink.head(head);
    }

    /** Takes the ownership of {@code data}. */
    void body(ByteBuf data) {
        sink.body(data);
    }

    boolean writable() {
        return sink.writable();
    }

    void end(HttpHeaders trailers) {
        fetch = null;
        progress().responseHasEnded();
        sink.end(trailers);
    }
}
