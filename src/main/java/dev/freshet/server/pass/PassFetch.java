package dev.freshet.server.pass;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredResponse;
import dev.freshet.decide.Forwarding;
import dev.freshet.decide.caching.Answer;
import dev.freshet.decide.caching.CacheStatus;
import dev.freshet.decide.caching.Received;
import dev.freshet.decide.caching.Storage;
import dev.freshet.decide.caching.StorageDecision;
import dev.freshet.decide.caching.Validation;
import dev.freshet.decide.caching.ValidationOutcome;
import dev.freshet.observe.Fault;
import dev.freshet.upstream.Exchange;
import dev.freshet.upstream.ExchangeListener;
import dev.freshet.upstream.ResponseHead;
import dev.freshet.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to the upstream, and who is interested in the answer: a client, those who wait for it, the store. The client
 * gets the answer as it comes, while it is copied for the store. A slow client pauses the upstream unless others wait; then
 * he gets the rest out of that copy. He may leave, and the others still get it. Confined to one event loop.
 */
final class PassFetch implements ExchangeListener {
    static final String STALE_IF_ERROR = "stale-if-error";

    /** Of an answer that nobody wants, so much is read to keep the connection. */
    private static final long MOST_UNWANTED_BYTES = 64 * 1024;

    /** Statuses of errors that are the resource's, and not the request's. */
    private static final List<Integer> TELLING = List.of(404, 405, 410, 451, 501);

    private final Passes passes;
    private final Upstream upstream;
    private final PassRequest asked;
    private final PassQuestion question;
    private final List<StoredResponse> stored;
    private final Flights.@Nullable Boarding boarding;
    private final StoreChanges changes;
    private final Exchange exchange;
    private final long requestedAtMillis;
    private @Nullable CachedPass client;
    private @Nullable Storing keeping;
    private @Nullable Backlog backlog;
    private boolean givesWay;
    /** Nobody wants to hear any more of the upstream. */
    private boolean over;

    /**
     * Asks. The client hears nothing before this returns.
     *
     * @param stored what was in store when it was decided to ask
     * @param boarding where others may wait; null: nowhere
     * @param client null: nobody; it is done for the store
     */
    PassFetch(
            Passes passes,
            Upstream upstream,
            PassRequest asked,
            PassQuestion question,
            List<StoredResponse> stored,
            Flights.@Nullable Boarding boarding,
            @Nullable CachedPass client) {
        this.passes = passes;
        this.upstream = upstream;
        this.asked = asked;
        this.question = question;
        this.stored = stored;
        this.boarding = boarding;
        this.client = client;
        this.changes = new StoreChanges(passes.store(), asked);
        this.requestedAtMillis = passes.nowMillis();
        this.exchange = upstream.open(passes.loop(), question.head(asked), this);
        exchange.end(EmptyHttpHeaders.INSTANCE);
        if (boarding != null) {
            boarding.flight().onJoined(() -> passes.loop().execute(exchange::resume));
        }
    }

    /** The response in {@code stored} that has {@code head}, which is one of them. */
    @SuppressWarnings("ReferenceEquality") // the very one that was decided about
    static StoredResponse find(List<StoredResponse> stored, StoredHead head) {
        return stored.stream().filter(each -> each.head() == head).findFirst().orElseThrow();
    }

    // The client's side

    void clientWritable(boolean writable) {
        boolean mayGoOn = writable && catchUp();
        if (over) {
            return;
        }
        if (mayGoOn) {
            exchange.resume();
        } else if (!isAwaited()) {
            exchange.pause();
            makeRoomSoon();
        }
    }

    /** Where room is short, what a client lets lie for a second is not kept: others, who take theirs, need it. */
    private void makeRoomSoon() {
        if (keeping != null && !givesWay) {
            givesWay = true;
            int length = keeping.copy().length();
            passes.loop().schedule(() -> makeRoom(length), 1, TimeUnit.SECONDS);
        }
    }

    private void makeRoom(int lengthBefore) {
        givesWay = false;
        if (keeping == null || client == null || client.writable() || isAwaited()) {
            return;
        }
        if (keeping.copy().length() == lengthBefore && passes.cache().bodies().isTight()) {
            keepNoLonger();
            unshared(false);
        } else {
            makeRoomSoon();
        }
    }

    /** The client is gone; those who wait still get their answer. */
    void clientLeft() {
        client = null;
        dropBacklog();
        if (over) {
            return;
        }
        if (boarding == null || boarding.abandon()) {
            stop();
        } else {
            exchange.resume();
        }
    }

    // The upstream's side

    @Override
    public void informational(int status, HttpHeaders headers) {
        if (client != null) {
            client.informational(status, headers);
        }
    }

    @Override
    public void head(ResponseHead head) {
        if (over) {
            return;
        }
        Received received =
                new Received(head.status(), head.headers(), head.bodyBytes(), requestedAtMillis, passes.nowMillis());
        Validation validation = question.validation();
        if (validation == null) {
            relay(head, received);
            return;
        }
        switch (validation.conclude(asked.request(), received, passes.store().graceSeconds())) {
            case ValidationOutcome.Confirmed confirmed -> confirmed(confirmed);
            case ValidationOutcome.UseStale(StoredHead stale) -> useStale(stale, received);
            case ValidationOutcome.Replaced _ -> relay(head, received);
            case ValidationOutcome.AskAgain _ -> askAgain();
        }
    }

    /** Releases {@code data}, or hands it and its ownership to the client's side. */
    @Override
    public void body(ByteBuf data) {
        if (over) {
            data.release();
            return;
        }
        Storing kept = keeping;
        boolean copied = kept != null && kept.copy().add(data);
        if (kept != null && !copied) {
            keepNoLonger();
            unshared(kept.isTooLongWith(data));
        }
        CachedPass to = client;
        if (to != null) {
            relay(to, data, copied);
            return;
        }
        data.release();
        if (keeping == null) {
            stop();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (over) {
            return;
        }
        over = true;
        StoredResponse response = keeping == null ? null : keeping.response();
        if (response != null) {
            changes.store(response);
        }
        keepNoLonger();
        land(response == null ? new Landing.LookAgain() : new Landing.Answered(response));
        Backlog rest = backlog;
        if (rest != null) {
            rest.endsWith(trailers);
            catchUp();
        } else if (client != null) {
            client.end(trailers);
        }
    }

    @Override
    public void failed(Fault fault) {
        if (over) {
            return;
        }
        over = true;
        dropBacklog();
        keepNoLonger();
        land(new Landing.Failed(fault));
        if (client != null) {
            client.failed(fault, question, question.status(), stored);
        }
    }

    @Override
    public void writable() {
        // there is no body to write
    }

    // What the answer comes to

    private void confirmed(ValidationOutcome.Confirmed confirmed) {
        over = true;
        StoredResponse after = find(stored, confirmed.before()).with(confirmed.after());
        boolean shared = changes.confirm(confirmed, after);
        land(shared ? new Landing.LookAgain() : new Landing.Unshared());
        serve(after, question.status().withStatus(304));
    }

    private void useStale(StoredHead stale, Received error) {
        over = true;
        if (error.bodyBytes() < 0 || error.bodyBytes() > MOST_UNWANTED_BYTES) {
            exchange.cancel();
        }
        land(new Landing.Erred(error.status()));
        serve(find(stored, stale), question.status().withStatus(error.status()).withDetail(STALE_IF_ERROR));
    }

    private void askAgain() {
        over = true;
        PassFetch again = new PassFetch(passes, upstream, asked, question.unconditional(), stored, boarding, client);
        if (client != null) {
            client.follow(again);
        }
    }

    /** The answer is a response of its own: the client gets it, and it is stored if it may be. */
    private void relay(ResponseHead head, Received received) {
        changes.freshenByHead(received, stored);
        StorageDecision decision = question.mayStore() ? Storage.decide(asked.request(), received) : null;
        CacheStatus.Forwarded status = question.status();
        if (decision instanceof StorageDecision.Store(StoredHead storable)
                && storable.bodyBytes() <= passes.store().maxObjectBytes()) {
            boolean certain = keep(storable, received) && storable.bodyBytes() >= 0; // else it may turn out too long
            status = certain ? status.withStored() : status;
            if (Answer.to(asked.request(), storable, passes.nowMillis()) instanceof Answer.NotModified) {
                serve(new StoredResponse(storable, new byte[0]), status.withStatus(received.status()));
                client = null;
                return;
            }
        } else if (question.mayStore()) {
            refused(received.status(), decision);
        }
        if (client != null) {
            Forwarding.response(head.headers(), passes.told(status, asked));
            client.head(head);
        }
    }

    /** Hands {@code data} to the client, or releases it, the client being about to get it out of the copy. */
    private void relay(CachedPass to, ByteBuf data, boolean copied) {
        Storing kept = keeping;
        if (backlog == null && kept != null && copied && isAwaited() && !to.writable()) {
            backlog = new Backlog(kept.copy(), kept.copy().length() - data.readableBytes());
        }
        Backlog rest = backlog;
        if (rest == null) {
            to.body(data);
        } else if (copied) {
            data.release();
        } else {
            rest.add(data);
        }
        clientWritable(to.writable());
    }

    /** Writes to the client what he takes of what has run ahead of him; true: that was all there is, and he takes more. */
    private boolean catchUp() {
        Backlog rest = backlog;
        CachedPass to = client;
        if (rest == null || to == null) {
            return true;
        }
        boolean all = rest.writeTo(to);
        if (rest == backlog) { // else the writing has come back here, and there is no more of it
            if (!all) {
                return false;
            }
            dropBacklog();
            if (rest.trailers() != null) {
                to.end(rest.trailers());
            }
        }
        return to.writable();
    }

    private void dropBacklog() {
        Backlog rest = backlog;
        if (rest != null) {
            backlog = null;
            rest.close();
        }
    }

    /** False: there is no room for it. */
    private boolean keep(StoredHead storable, Received received) {
        keeping = Storing.begin(storable, received, passes.cache());
        if (keeping == null) {
            unshared(false);
            return false;
        }
        if (keeping.isUsable(passes.nowMillis())) {
            passes.cache().unshared().remove(boarding == null ? asked.collapseKey(stored) : boarding.key());
        } else {
            unshared(true);
        }
        return true;
    }

    private void keepNoLonger() {
        if (keeping != null) {
            keeping.close();
            keeping = null;
            if (backlog != null && client != null) {
                backlog.settle(client);
            }
        }
    }

    /**
     * An error says nothing of the response that is stored, nor of the next one; nor does what one client gets by his
     * credentials, or what is for him alone, say anything of what others get.
     */
    private void refused(int status, @Nullable StorageDecision decision) {
        boolean tells = TELLING.contains(status) || status < 400;
        boolean forOne =
                asked.hasCredentials() || (decision instanceof StorageDecision.Refuse refusal && refusal.isForOne());
        if (tells && !forOne) {
            changes.outdated(question.validation());
        }
        unshared(tells);
    }

    /** Nobody is to wait for this answer; {@code remembered}: nor for the next ones. */
    private void unshared(boolean remembered) {
        if (boarding != null && remembered) {
            passes.cache().unshared().add(boarding.key());
        }
        land(new Landing.Unshared());
    }

    private void serve(StoredResponse response, CacheStatus status) {
        if (client != null) {
            client.serve(response, Answer.to(asked.request(), response.head(), passes.nowMillis()), status);
        }
    }

    private void land(Landing landing) {
        if (boarding != null) {
            boarding.land(landing);
        }
    }

    private boolean isAwaited() {
        return boarding != null && boarding.flight().awaited();
    }

    private void stop() {
        over = true;
        keepNoLonger();
        exchange.cancel();
    }
}
