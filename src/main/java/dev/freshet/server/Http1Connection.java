package dev.freshet.server;

import dev.freshet.decide.Forwarding;
import dev.freshet.decide.Verdict;
import dev.freshet.server.Http1Head.Persistence;
import dev.freshet.server.pass.PassedExchange;
import dev.freshet.server.strict.StrictRequestDecoder;
import dev.freshet.upstream.Upstream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection behind the decoder: one request at a time, answers in the order of the requests however they are
 * pipelined. What arrives while a passed request is in flight, or while the client does not read its answers, waits in a
 * queue, and the socket is not read until that is empty: one read's worth of messages is the most there is. Confined to
 * its event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements ClientConnection {
    /** How much of a body nobody wants is read to keep the connection; a longer one closes it. */
    private static final long MAX_DISCARDED_BYTES = 64 * 1024;

    private static final State BETWEEN = new State.Between();
    private static final State BODILESS = new State.Discarding(0);
    private static final State ENDED = new State.Ended();

    private final Worker worker;
    private final StrictRequestDecoder decoder;
    private final boolean secure;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private ChannelHandlerContext ctx;
    private Http1Output output;
    private State state = BETWEEN;
    private byte @Nullable [] candidate;
    private boolean closing;
    private long progressNanos;
    private long headSinceNanos;
    private boolean headPending;

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

    @SuppressWarnings("NullAway.Init") // ctx and output are set by handlerAdded, before any event
    Http1Connection(Worker worker, StrictRequestDecoder decoder, boolean secure) {
        this.worker = worker;
        this.decoder = decoder;
        this.secure = secure;
        this.progressNanos = worker.coarseNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        output = new Http1Output(context, worker);
        worker.opened(this);
        closing = worker.draining();
    }

    /**
     * Answers a request whose head is known, if that can be done from memory and now; else changes nothing and says false.
     */
    boolean answer(KnownHead known) {
        if (closing || !isBetweenRequests()) {
            return false;
        }
        long nowMillis = worker.clock().epochMillis();
        Verdict verdict = worker.decider().decide(known, nowMillis);
        boolean fromMemory = verdict instanceof Verdict.Hit || verdict instanceof Verdict.NotModified;
        if (fromMemory) {
            heard();
            output.write(verdict, known.head(), Persistence.KEPT, nowMillis);
        }
        return fromMemory;
    }

    /** Whether the next request would be dealt with at once, so that it is known which bytes it came as. */
    boolean isBetweenRequests() {
        return state instanceof State.Between && waiting.isEmpty() && output.takesMore();
    }

    /** The next request decoded is the head {@code bytes}; null: what it came as is not known. */
    void decoding(byte @Nullable [] bytes) {
        candidate = bytes;
    }

    /** Takes the message's ownership. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard();
        if (message instanceof LastHttpContent) {
            decoder.messageEnded();
        }
        if (waiting.isEmpty() && !mustWait()) {
            accept(message);
        } else {
            waiting.add(message);
            regulateReads();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean insideHead = state instanceof State.Between && decoder.hasBegun();
        if (insideHead && !headPending) {
            headSinceNanos = worker.coarseNanos();
        }
        headPending = insideHead;
        output.readEnded();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (state instanceof State.Passing passing) {
            passing.exchange().clientWritable(output.writable());
        }
        progressed();
        output.proceed();
        acceptWaiting();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state instanceof State.Passing passing) {
            passing.exchange().cancel();
        }
        state = ENDED;
        output.ended();
        acceptWaiting();
        worker.closed(this);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        worker.faults().connection(cause);
        context.close();
    }

    @Override
    public void sweep(long nowNanos) {
        boolean slowHead = headPending
                && nowNanos - headSinceNanos > worker.limits().head().toNanos();
        boolean owed =
                state instanceof State.Passing passing && passing.exchange().awaitsResponse();
        if (slowHead && state instanceof State.Between) {
            refuse(408, "The request did not come in time.");
        } else if (!owed && nowNanos - progressNanos > worker.limits().idle().toNanos()) {
            ctx.close();
        }
    }

    @Override
    public void drain() {
        closing = true;
        if (state instanceof State.Between && waiting.isEmpty()) {
            state = ENDED;
            output.closeAfterFlush();
        }
    }

    private void heard() {
        output.readBegan();
        headPending = false;
        progressed();
    }

    @Override
    public void abort() {
        output.abort();
    }

    /** Something moved: the connection is not idle. */
    void progressed() {
        progressNanos = worker.coarseNanos();
    }

    /** The connection ends with the current response. */
    void closeAfterResponse() {
        closing = true;
    }

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
        acceptWaiting();
    }

    /** Reads the socket if what it brings can be taken. */
    void regulateReads() {
        boolean takes = !(state instanceof State.Passing passing)
                || passing.exchange().requestEnded()
                || passing.exchange().wantsRequest();
        ctx.channel().config().setAutoRead(waiting.isEmpty() && output.writable() && takes);
    }

    private boolean mustWait() {
        if (state instanceof State.Passing passing) {
            return passing.exchange().requestEnded();
        }
        return !output.takesMore() && !(state instanceof State.Ended);
    }

    private void acceptWaiting() {
        while (!waiting.isEmpty() && !mustWait()) {
            accept(waiting.remove());
        }
        regulateReads();
    }

    private void accept(Object message) {
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

    private void begin(HttpRequest message) {
        byte[] bytes = candidate;
        candidate = null;
        switch (Http1Parse.parse(message)) {
            case Http1Parse.Result.Refused(int status, String detail) -> refuse(status, detail);
            case Http1Parse.Result.Sound(Http1Request request) -> {
                boolean fromMemory = perform(request);
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
        if (verdict instanceof Verdict.Pass && worker.site().pass() != null) {
            pass(request, worker.site().pass());
            return false;
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

    private void pass(Http1Request request, Upstream upstream) {
        Http1PassedResponse response = new Http1PassedResponse(this, output, worker, request);
        state = new State.Passing(response.of(upstream, sender(request)));
    }

    private Forwarding.Sender sender(Http1Request request) {
        InetSocketAddress client = ctx.channel().remoteAddress() instanceof InetSocketAddress address ? address : null;
        return new Forwarding.Sender(
                client, secure, "1." + request.message().protocolVersion().minorVersion());
    }

    /** Takes the ownership of {@code content}. */
    private void proceed(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            abandon();
            return;
        }
        switch (state) {
            case State.Passing(PassedExchange exchange) -> send(exchange, content);
            case State.Discarding(long budget) -> discard(budget, content);
            case State.Between _, State.Ended _ -> content.release();
        }
    }

    private void send(PassedExchange exchange, HttpContent content) {
        if (content.content().isReadable()) {
            exchange.write(content.content());
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last) {
            exchange.endRequest(last.trailingHeaders());
        }
        regulateReads();
    }

    private void discard(long budget, HttpContent content) {
        long left = budget - content.content().readableBytes();
        content.release();
        if (content instanceof LastHttpContent) {
            state = BETWEEN;
            if (closing) {
                drain();
            }
        } else if (left < 0) {
            state = ENDED;
            output.closeAfterLinger();
        } else {
            state = new State.Discarding(left);
        }
    }

    /** The body of the current request turned out malformed: it must not be taken for whole by anybody. */
    private void abandon() {
        worker.faults().badRequest();
        closing = true;
        if (state instanceof State.Passing(PassedExchange exchange)) {
            boolean unanswered = exchange.cancelUnanswered();
            state = ENDED;
            if (unanswered) {
                refuse(400, "The body of the request is malformed.");
            } else {
                output.abort();
            }
        } else {
            state = ENDED;
            output.closeAfterLinger();
        }
    }

    private void refuse(int status, String detail) {
        closing = true;
        state = ENDED;
        Answer problem = worker.answers()
                .problem(status, detail, List.of(), worker.clock().epochMillis());
        output.write(problem, Outcome.REFUSED, false, Persistence.CLOSED);
        worker.faults().badRequest();
        output.closeAfterLinger();
    }
}
