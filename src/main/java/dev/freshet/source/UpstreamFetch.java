package dev.freshet.source;

import dev.freshet.cache.Payload;
import dev.freshet.observe.Clock;
import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import dev.freshet.source.ResponseFields.ContentCoding;
import dev.freshet.upstream.Exchange;
import dev.freshet.upstream.ExchangeListener;
import dev.freshet.upstream.RequestHead;
import dev.freshet.upstream.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One GET at an upstream, from the request to what it brought. The head decides the outcome unless it is 200; then the
 * body is collected, as it comes over the wire, and decoded on the executor. The bodies of other answers are read and
 * dropped, so that the connection can be used again. Confined to its event loop, but for the decoding.
 */
final class UpstreamFetch implements ExchangeListener {
    private final FetchRequest request;
    private final String defaultMediaType;
    private final Executor executor;
    private final Clock clock;
    private final CompletableFuture<Fetched> result = new CompletableFuture<>();

    private @Nullable Exchange exchange;
    private @Nullable Fetched outcome;
    private @Nullable ResponseHead head;
    private Collected collected = new Collected(0);
    private long receivedBytes;

    UpstreamFetch(FetchRequest request, String defaultMediaType, Executor executor, Clock clock) {
        this.request = request;
        this.defaultMediaType = defaultMediaType;
        this.executor = executor;
        this.clock = clock;
    }

    /** What the fetch brings; completed on the event loop or the executor. */
    CompletableFuture<Fetched> result() {
        return result;
    }

    /** Sends the request. */
    void start(ExchangeOpener opener, EventLoop loop, RequestHead requestHead) {
        if (result.isDone()) {
            return;
        }
        exchange = opener.open(loop, requestHead, this);
        exchange.end(EmptyHttpHeaders.INSTANCE);
    }

    /** Gives the exchange up. */
    void deadlinePassed() {
        giveUp(failed(
                Reason.DEADLINE,
                "no complete answer within " + request.timeout().toMillis() + "ms"));
    }

    @Override
    public void informational(int status, HttpHeaders headers) {}

    @Override
    public void head(ResponseHead head) {
        this.head = head;
        outcome = outcomeOf(head);
        if (head.bodyBytes() > limitBytes()) {
            giveUp(tooLarge());
        } else if (outcome == null && head.bodyBytes() != 0) {
            collected = new Collected(head.bodyBytes());
        }
    }

    /** Releases {@code data}, having copied it. */
    @Override
    public void body(ByteBuf data) {
        try {
            receivedBytes += data.readableBytes();
            if (receivedBytes > limitBytes()) {
                giveUp(tooLarge());
            } else if (outcome == null) {
                collected.add(data);
            }
        } finally {
            data.release();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        ResponseHead answered = head;
        if (outcome != null || answered == null) {
            result.complete(outcome == null ? failed(Reason.MALFORMED, "a response without a head") : outcome);
        } else if (receivedBytes == 0) {
            result.complete(failed(Reason.MISSING, "an empty body"));
        } else {
            decodeElsewhere(answered.headers());
        }
    }

    @Override
    public void failed(Fault fault) {
        result.complete(outcome == null ? new Fetched.Failed(fault) : outcome);
    }

    @Override
    public void writable() {}

    private @Nullable Fetched outcomeOf(ResponseHead answer) {
        HttpHeaders headers = answer.headers();
        int status = answer.status();
        if (status == HttpResponseStatus.OK.code()) {
            return ResponseFields.coding(headers) == ContentCoding.UNKNOWN
                    ? failed(Reason.CODING, "a content coding that was not asked for (expected: gzip or none)")
                    : null;
        }
        if (status == HttpResponseStatus.NOT_MODIFIED.code() && conditional()) {
            return new Fetched.Unchanged(ResponseFields.confirmed(request.validators(), headers), ageMillis(headers));
        }
        if (status == HttpResponseStatus.NOT_FOUND.code() || status == HttpResponseStatus.GONE.code()) {
            return failed(Reason.MISSING, "status " + status);
        }
        boolean asksForRest = status == HttpResponseStatus.TOO_MANY_REQUESTS.code()
                || status == HttpResponseStatus.SERVICE_UNAVAILABLE.code();
        long restSeconds = asksForRest ? ResponseFields.retryAfterSeconds(headers, clock.epochMillis()) : 0;
        String rest = restSeconds == 0 ? "" : ", Retry-After " + restSeconds + "s";
        return new Fetched.Failed(new Fault(Reason.STATUS, status + rest + " (expected: 200)"), restSeconds);
    }

    private boolean conditional() {
        Validators sent = request.validators();
        return sent.origin() == 0 && (sent.etag() != null || sent.lastModified() != null);
    }

    private long limitBytes() {
        boolean coded = head != null && ResponseFields.coding(head.headers()) == ContentCoding.GZIP;
        return Math.min(Integer.MAX_VALUE - 8L, coded ? Gunzip.codedBytes(request.maxBytes()) : request.maxBytes());
    }

    private void decodeElsewhere(HttpHeaders headers) {
        boolean coded = ResponseFields.coding(headers) == ContentCoding.GZIP;
        String mediaType = ResponseFields.mediaType(headers, defaultMediaType);
        Validators validators = ResponseFields.validators(headers);
        long ageMillis = ageMillis(headers);
        Collected body = collected;
        try {
            executor.execute(() -> result.complete(decoded(body.whole(), coded, mediaType, validators, ageMillis)));
        } catch (RejectedExecutionException _) {
            result.complete(failed(Reason.STOPPING, "the executor has ended"));
        }
    }

    private Fetched decoded(byte[] body, boolean coded, String mediaType, Validators validators, long ageMillis) {
        byte[] bytes;
        try {
            bytes = coded ? Gunzip.decode(body, request.maxBytes()) : body;
        } catch (IOException e) {
            return failed(Reason.CODING, "damaged gzip data: " + e.getMessage());
        }
        if (bytes.length == 0) {
            return failed(Reason.MISSING, "an empty body");
        }
        if (bytes.length > request.maxBytes()) {
            return tooLarge();
        }
        return new Fetched.Fresh(new Payload(bytes, mediaType), validators, ageMillis);
    }

    private static long ageMillis(HttpHeaders headers) {
        return TimeUnit.SECONDS.toMillis(ResponseFields.ageSeconds(headers));
    }

    /** Ends with what the head has decided, or with {@code otherwise}. */
    private void giveUp(Fetched otherwise) {
        if (result.complete(outcome == null ? otherwise : outcome) && exchange != null) {
            exchange.cancel();
        }
    }

    private Fetched tooLarge() {
        return failed(Reason.TOO_LARGE, "more than " + request.maxBytes() + " bytes (expected: at most that)");
    }

    private static Fetched failed(Reason reason, String detail) {
        return new Fetched.Failed(new Fault(reason, detail));
    }
}
