package dev.freshet.server;

import dev.freshet.config.LimitsConfig;
import dev.freshet.decide.Forwarding;
import dev.freshet.decide.Verdict;
import dev.freshet.server.Http1Head.Persistence;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.server.pass.Route;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one HTTP/1.1 connection, one at a time: each is decided about and answered, or passed. Confined to the
 * event loop of its connection.
 */
final class Http1Requests {
    /** How much of a body nobody wants is read to keep the connection; a longer one closes it. */
    private static final long MAX_DISCARDED_BYTES = 64 * 1024;

    /** What is said of a body beyond {@code limits.body}. */
    static final String TOO_LONG = "The body of the request is too long.";

    private static final State BETWEEN = new State.Between();
    private static final State BODILESS = new State.Discarding(0);
    private static final State ENDED = new State.Ended();

    private final Http1Connection connection;
    private final Http1Output output;
    private final Worker worker;
    private final @Nullable InetSocketAddress client;
    private final boolean secure;
    private State state = BETWEEN;
    private byte @Nullable [] candidate;
    /** Of the passed request's body; null where it has none. */
    private @Nullable BodyBound body;

    private boolean upgrading;
    private boolean closing;

    /** Where the connection stands in the current request. */
    private sealed interface State {
        /** No request, or one whose answer has been written and whose end has been read. */
        record Between() implements State {}

        /** The answer has been written; the rest of the request's body is thrown away. */
        record Discarding(long budgetBytes) implements State {}

        /** The request is with the upstream. */
        record Passing(PassedExchange exchange) implements State {}

        /** The last answer has been written; whatever still comes is ignored. */
        record Ended() implements State {}
    }

    /** {@code client}: the peer; null where the transport has no addresses. */
    Http1Requests(
            Http1Connection connection,
            Http1Output output,
            Worker worker,
            @Nullable InetSocketAddress client,
            boolean secure) {
        this.connection = connection;
        this.output = output;
        this.worker = worker;
        this.client = client;
        this.secure = secure;
    }

    // What the connection asks and tells

    /** Whether there is no request that is not over. */
    boolean areBetween() {
        return state instanceof State.Between;
    }

    /** Whether the connection ends with the current response. */
    boolean isClosing() {
        return closing;
    }

    /** Whether the upstream owes the head of a response, for which its own timeout stands. */
    boolean awaitUpstream() {
        return state instanceof State.Passing passing && passing.exchange().awaitsResponse();
    }

    /** Whether the body of the current request comes too slowly at {@code nowNanos}. */
    boolean areTooSlow(long nowNanos) {
        return body != null
                && state instanceof State.Passing(PassedExchange exchange)
                && !exchange.requestEnded()
                && body.isTooSlow(nowNanos, exchange.wantsRequest());
    }

    /** Whether the next message must not be accepted yet. */
    boolean mustWait() {
        if (state instanceof State.Passing passing) {
            return passing.exchange().requestEnded();
        }
        return !output.takesMore() && !(state instanceof State.Ended);
    }

    /** Whether the current request, or what comes behind it, may be read on. */
    boolean takeMore() {
        return !(state instanceof State.Passing passing)
                || passing.exchange().requestEnded()
                || passing.exchange().wantsRequest();
    }

    /** The next request accepted is the head {@code bytes}; null: what it came as is not known. */
    void decoding(byte @Nullable [] bytes) {
        candidate = bytes;
    }

    /** The client takes more of its response, or does not. */
    void clientWritable(boolean writable) {
        if (state instanceof State.Passing passing) {
            passing.exchange().clientWritable(writable);
        }
    }

    /** The connection is gone. */
    void clientLeft() {
        if (state instanceof State.Passing passing) {
            passing.exchange().cancel();
        }
        state = ENDED;
    }

    /** Takes no further request; {@code last}: none has come. */
    void drain(boolean last) {
        closing = true;
        if (state instanceof State.Between && last) {
            state = ENDED;
            output.closeAfterFlush();
        }
    }

    /** The connection ends with the current response. */
    void closeAfterResponse() {
        closing = true;
    }

    // Requests

    /** Takes the message's ownership. */
    void accept(Object message) {
        if (state instanceof State.Ended) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(request);
        } else if (message instanceof HttpContent content) {
            proceed(content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** Answers what must not be acted on, and ends the connection. */
    void refuse(int status, String detail) {
        closing = true;
        state = ENDED;
        Answer problem = worker.answers()
                .problem(status, detail, List.of(), worker.clock().epochMillis());
        output.write(problem, RequestOutcome.REFUSED, false, Persistence.CLOSED);
        worker.faults().badRequest();
        output.closeAfterLinger();
    }

    private void begin(HttpRequest message) {
        byte[] bytes = candidate;
        candidate = null;
        switch (Http1Parse.parse(message)) {
            case Http1Parse.Result.Refused(int status, String detail) -> refuse(status, detail);
            case Http1Parse.Result.Sound(Http1Request request) -> {
                boolean fromMemory = perform(request);
                if (!upgrading) {
                    connection.decodeOn();
                }
                if (bytes != null && fromMemory && request.isPlain()) {
                    worker.heads().remember(KnownHead.of(bytes, request.isHead(), request));
                }
            }
        }
    }

    /** Returns whether the answer came from memory. */
    private boolean perform(Http1Request request) {
        long nowMillis = worker.clock().epochMillis();
        if (request.expects() && !request.expectsContinue()) {
            refuse(417, "The only expectation this server meets is 100-continue.");
            return false;
        }
        Verdict verdict = worker.decider().decide(request, nowMillis);
        if (verdict instanceof Verdict.Pass passed) {
            pass(request, worker.site().route(passed));
            return false;
        }
        if (verdict instanceof Verdict.First first) {
            await(request, first);
            return false;
        }
        if (verdict instanceof Verdict.Ambiguous) {
            worker.faults().badRequest();
            closing = true;
        }
        closing |= request.expectsContinue();
        output.write(verdict, request.isHead(), persistence(request), nowMillis);
        answered(request.hasBody() ? MAX_DISCARDED_BYTES : 0);
        return verdict instanceof Verdict.Hit || verdict instanceof Verdict.NotModified;
    }

    /** The answer is written; what is left of the request may be {@code bodyBytes} long. */
    private void answered(long bodyBytes) {
        if (!closing) {
            state = bodyBytes == 0 ? BODILESS : new State.Discarding(bodyBytes);
            return;
        }
        state = ENDED;
        if (bodyBytes == 0) {
            output.closeAfterFlush();
        } else {
            output.closeAfterLinger();
        }
    }

    private void pass(Http1Request request, Route route) {
        if (takesBody(request)) {
            upgrading = request.upgrade() != null;
            state = new State.Passing(responseTo(request, RequestOutcome.PASS).of(route, sender(request)));
        }
    }

    private void await(Http1Request request, Verdict.First first) {
        if (takesBody(request)) {
            state = new State.Passing(responseTo(request, RequestOutcome.FIRST).of(first));
        }
    }

    /** Else it is refused. */
    private boolean takesBody(Http1Request request) {
        LimitsConfig.Body limits = worker.limits().body();
        if (request.bodyBytes() > limits.maxBytes()) {
            refuse(413, TOO_LONG);
            return false;
        }
        body = request.hasBody() ? new BodyBound(limits, worker.coarseNanos()) : null;
        return true;
    }

    private Http1PassedResponse responseTo(Http1Request request, RequestOutcome outcome) {
        return new Http1PassedResponse(connection, this, output, worker, request, outcome);
    }

    private Forwarding.Sender sender(Http1Request request) {
        return new Forwarding.Sender(
                client, secure, "1." + request.message().protocolVersion().minorVersion());
    }

    // Their bodies

    /** Takes the ownership of {@code content}. */
    private void proceed(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            abandon(400, "The body of the request is malformed.");
            return;
        }
        switch (state) {
            case State.Passing(PassedExchange exchange) -> send(exchange, content);
            case State.Discarding(long budget) -> discard(budget, content);
            case State.Between _, State.Ended _ -> content.release();
        }
    }

    private void send(PassedExchange exchange, HttpContent content) {
        if (body != null && !body.takes(content.content().readableBytes())) {
            content.release();
            abandon(413, TOO_LONG);
            return;
        }
        if (content.content().isReadable()) {
            exchange.write(content.content());
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last) {
            exchange.endRequest(last.trailingHeaders());
        }
        connection.regulateReads();
    }

    private void discard(long budget, HttpContent content) {
        long left = budget - content.content().readableBytes();
        content.release();
        if (content instanceof LastHttpContent) {
            state = BETWEEN;
            if (closing) {
                connection.drain();
            }
        } else if (left < 0) {
            state = ENDED;
            output.closeAfterLinger();
        } else {
            state = new State.Discarding(left);
        }
    }

    /** The body of the current request does not come to its end: it must not be taken for whole by anybody. */
    void abandon(int status, String detail) {
        worker.faults().badRequest();
        closing = true;
        if (state instanceof State.Passing(PassedExchange exchange)) {
            boolean unanswered = exchange.cancelUnanswered();
            state = ENDED;
            if (unanswered) {
                refuse(status, detail);
            } else {
                output.abort();
            }
        } else {
            state = ENDED;
            output.closeAfterLinger();
        }
    }

    // Their answers

    /** What the head of the current response says of the connection. */
    Persistence persistence(Http1Request request) {
        if (closing || !HttpUtil.isKeepAlive(request.message())) {
            closing = true;
            return Persistence.CLOSED;
        }
        return request.message().protocolVersion().minorVersion() == 0 ? Persistence.KEPT_FOR_1_0 : Persistence.KEPT;
    }

    /** The passed response has been written to its end: on with what waits. */
    void passEnded() {
        boolean requestEnded =
                !(state instanceof State.Passing passing) || passing.exchange().requestEnded();
        answered(requestEnded ? 0 : MAX_DISCARDED_BYTES);
        if (requestEnded && state instanceof State.Discarding) {
            state = BETWEEN;
        }
        if (upgrading) {
            upgrading = false;
            connection.decodeOn();
        }
        connection.acceptWaiting();
    }
}
