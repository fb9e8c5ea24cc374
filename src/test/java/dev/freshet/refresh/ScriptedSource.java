package dev.freshet.refresh;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.source.Accepted;
import dev.freshet.source.FetchRequest;
import dev.freshet.source.Fetched;
import dev.freshet.source.Good;
import dev.freshet.source.Source;
import dev.freshet.source.Validators;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A source that answers as the test says and remembers what it was asked. Confined to the thread of the test. */
final class ScriptedSource implements Source {
    private final Clock clock;
    private final List<Call> calls = new ArrayList<>();
    private Function<Call, CompletableFuture<Fetched>> script = Call::answer;
    private Function<Good, CompletableFuture<Accepted>> word = Source.super::accepted;
    private String description = "scripted";

    /** One fetch; completing {@code answer} ends it unless the script said otherwise. */
    record Call(int number, long atNanos, long atMillis, FetchRequest request, CompletableFuture<Fetched> answer) {}

    /** Hangs until told otherwise. */
    ScriptedSource(Clock clock) {
        this.clock = clock;
    }

    /** Every fetch from now on ends at once with {@code fetched}. */
    void always(Fetched fetched) {
        script = _ -> CompletableFuture.completedFuture(fetched);
    }

    /** Every fetch from now on ends at once with its own number. */
    void count() {
        script = call -> CompletableFuture.completedFuture(fresh(Integer.toString(call.number())));
    }

    /** Every fetch from now on ends when the test completes it. */
    void hang() {
        script = Call::answer;
    }

    /** Every fetch from now on does what {@code script} does. */
    void script(Function<Call, CompletableFuture<Fetched>> script) {
        this.script = script;
    }

    /** Says {@code word} to what is good from now on. */
    void accept(Function<Good, CompletableFuture<Accepted>> word) {
        this.word = word;
    }

    @Override
    public CompletableFuture<Accepted> accepted(Good good) {
        return word.apply(good);
    }

    void describedAs(String other) {
        description = other;
    }

    List<Call> calls() {
        return calls;
    }

    Call lastCall() {
        return calls.getLast();
    }

    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        Call call = new Call(calls.size(), clock.nanoTime(), clock.epochMillis(), request, new CompletableFuture<>());
        calls.add(call);
        return script.apply(call);
    }

    @Override
    public String description() {
        return description;
    }

    /** A payload of JSON without validators. */
    static Fetched fresh(String json) {
        return fresh(json, Validators.NONE, 0);
    }

    static Fetched fresh(String json, Validators validators, long ageSeconds) {
        return new Fetched.Fresh(payload(json, "application/json"), validators, TimeUnit.SECONDS.toMillis(ageSeconds));
    }

    static Fetched unchanged(long ageSeconds) {
        return new Fetched.Unchanged(Validators.NONE, TimeUnit.SECONDS.toMillis(ageSeconds));
    }

    static Fetched failed(Fault.Reason reason) {
        return new Fetched.Failed(new Fault(reason, "as scripted"));
    }

    static Payload payload(String text, String mediaType) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8), mediaType);
    }
}
