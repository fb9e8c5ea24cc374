package dev.freshet.server;

import dev.freshet.decide.Arrival;
import dev.freshet.decide.Decider;
import dev.freshet.decide.Endpoint;
import dev.freshet.decide.Expected;
import dev.freshet.decide.RequestView;
import dev.freshet.decide.Verdict;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.ForwardReason;
import dev.freshet.observe.Clock;
import dev.freshet.server.pass.AwaitedExchange;
import dev.freshet.server.pass.HeldBodies;
import dev.freshet.server.pass.MemoryResponse;
import dev.freshet.server.pass.PassSink;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.upstream.ResponseHead;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;

/** Answers those who wait for a first fetch, as they would have been answered had it been there. Confined to one event loop. */
final class FirstAnswers {
    private static final byte[] NOTHING = {};

    private final EventLoop loop;
    private final Decider decider;
    private final Answers answers;
    private final Clock clock;
    private final HeldBodies held;

    FirstAnswers(EventLoop loop, Decider decider, Answers answers, Clock clock, HeldBodies held) {
        this.loop = loop;
        this.decider = decider;
        this.answers = answers;
        this.clock = clock;
        this.held = held;
    }

    /** Has the resource fetched, and {@code request} answered to {@code sink} when it is known what came. */
    PassedExchange begin(Verdict.First first, RequestView request, PassSink sink) {
        Expected expected = first.template().expect(first.path());
        CacheStatus.Forwarded asked = CacheStatus.Forwarded.of(ForwardReason.URI_MISS);
        CacheStatus.Forwarded status = expected.collapsed() ? asked.withCollapsed() : asked;
        return new AwaitedExchange<>(
                loop,
                expected.arrival(),
                arrival -> response(answer(first, request, status, arrival), request),
                sink,
                held);
    }

    private Answer answer(Verdict.First first, RequestView request, CacheStatus.Forwarded status, Arrival arrival) {
        long nowMillis = clock.epochMillis();
        Verdict.Unavailable none = new Verdict.Unavailable(first.template().endpoint(), first.variant());
        return switch (arrival) {
            case Arrival.Came(var endpoint, var snapshot, boolean kept)
            when endpoint.mayServe(snapshot, nowMillis) -> {
                CacheStatus.Forwarded told = kept ? status.withStored() : status;
                yield came(endpoint, decider.answer(endpoint, snapshot, request), told, nowMillis);
            }
            case Arrival.Came _ -> answers.unavailable(none, status.withDetail("too-old"), nowMillis);
            case Arrival.Missing(boolean asked) ->
                answers.missing(none, asked ? status : new CacheStatus.Generated(null, "missing"), nowMillis);
            case Arrival.Failed _ -> answers.unavailable(none, status.withDetail("failed"), nowMillis);
            case Arrival.Late _ -> answers.late(none, status.withDetail("late"), nowMillis);
            case Arrival.Crowded _ -> answers.unavailable(none, new CacheStatus.Generated(null, "crowded"), nowMillis);
        };
    }

    private Answer came(Endpoint endpoint, Verdict verdict, CacheStatus.Forwarded status, long nowMillis) {
        return switch (verdict) {
            case Verdict.Hit hit -> answers.hit(hit, answers.told(status, endpoint), nowMillis);
            case Verdict.NotModified same -> answers.notModified(same, answers.told(status, endpoint), nowMillis);
            case Verdict.First _,
                    Verdict.Unavailable _,
                    Verdict.Preflight _,
                    Verdict.MethodNotAllowed _,
                    Verdict.NotFound _,
                    Verdict.Ambiguous _,
                    Verdict.Pass _ ->
                throw new IllegalStateException(verdict + " (expected: an answer from the snapshot)");
        };
    }

    private static MemoryResponse response(Answer answer, RequestView request) {
        HttpHeaders fields = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        for (Field each : answer.fields()) {
            if (!each.name().equals("Content-Length")) {
                fields.add(each.name(), each.value());
            }
        }
        byte[] body = answer.body();
        ResponseHead head = new ResponseHead(answer.status(), fields, answer.status() == 304 ? -1 : body.length);
        return new MemoryResponse(head, request.method().equals("HEAD") ? NOTHING : body);
    }
}
