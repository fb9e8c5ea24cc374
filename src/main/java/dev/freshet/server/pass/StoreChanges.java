package dev.freshet.server.pass;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.StoredKey;
import dev.freshet.cache.StoredResponse;
import dev.freshet.cache.StoredResponses;
import dev.freshet.decide.caching.HeadFreshening;
import dev.freshet.decide.caching.Received;
import dev.freshet.decide.caching.Validation;
import dev.freshet.decide.caching.ValidationOutcome;
import dev.freshet.decide.caching.Variants;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the answer to one request changes in the store. Confined to one event loop; the store is thread-safe. */
final class StoreChanges {
    private final StoredResponses store;
    private final PassRequest asked;
    private final StoredKey key;
    private final long turn;

    /** Takes its turn: to be made when the request is sent. */
    StoreChanges(StoredResponses store, PassRequest asked) {
        this.store = store;
        this.asked = asked;
        this.key = asked.key();
        this.turn = store.turn();
    }

    /** Stores {@code response}, in place of what would have answered the same request (RFC 9111 section 4.3.3). */
    void store(StoredResponse response) {
        store.put(key, turn, response, this::answersThis);
    }

    /** Performs the fate of what has been confirmed; returns whether {@code after} is in the store now. */
    boolean confirm(ValidationOutcome.Confirmed confirmed, StoredResponse after) {
        return switch (confirmed.fate()) {
            case REPLACED -> {
                store.replace(key, turn, confirmed.before(), after.head());
                yield true;
            }
            case JOINED -> {
                store.put(key, turn, after, this::answersThis);
                yield true;
            }
            case LEFT -> false;
            case REMOVED -> {
                store.remove(key, confirmed.before());
                yield false;
            }
        };
    }

    /** What was asked about has been answered with something that is not stored: it does not stay either. */
    void outdated(@Nullable Validation asking) {
        if (asking != null && asking.selected() != null) {
            store.remove(key, asking.selected());
        }
    }

    /** The answer to a HEAD says something of what is stored of GET (RFC 9111 section 4.3.5). */
    void freshenByHead(Received answer, List<StoredResponse> stored) {
        List<StoredHead> heads = stored.stream().map(StoredResponse::head).toList();
        for (HeadFreshening.Effect each : HeadFreshening.effects(asked.request(), answer, heads)) {
            switch (each) {
                case HeadFreshening.Effect.Updated(ValidationOutcome.Confirmed confirmed) ->
                    confirm(
                            confirmed,
                            PassFetch.find(stored, confirmed.before()).with(confirmed.after()));
                case HeadFreshening.Effect.Outdated(StoredHead outdated) -> store.remove(key, outdated);
            }
        }
    }

    private boolean answersThis(StoredHead stored) {
        return Variants.matches(stored.variant(), asked.request().fields());
    }
}
