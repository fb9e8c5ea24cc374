package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import dev.freshet.decide.caching.ValidationOutcome.Fate;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question to the upstream about what is stored (RFC 9111 section 4.3). Immutable.
 *
 * @param selected what would answer the request if it were fresh; null: nothing, other requests are answered by it
 * @param candidates what the answer may confirm; they are what is asked about
 */
public record Validation(@Nullable StoredHead selected, List<StoredHead> candidates) {
    /** No more tags than this are sent of one target URI's variants. */
    private static final int MOST_TAGS = 16;

    private static final Comparator<StoredHead> NEWEST_FIRST =
            Comparator.comparingLong(StoredHead::receivedAtMillis).reversed();

    /** Copies the list. */
    public Validation {
        candidates = List.copyOf(candidates);
    }

    /** About the stored response that the request selects. */
    public static Validation ofSelected(StoredHead selected) {
        return new Validation(selected, List.of(selected));
    }

    /**
     * About all that answer other requests: the upstream may say that one of them answers this one too (section 4.1). Only
     * strong tags are asked about, for a weak one may be the same in two codings.
     */
    static Validation ofOtherVariants(List<StoredHead> stored) {
        return new Validation(
                null,
                stored.stream()
                        .filter(each -> {
                            EntityTag tag = tag(each);
                            return tag != null && !tag.weak();
                        })
                        .sorted(NEWEST_FIRST)
                        .limit(MOST_TAGS)
                        .toList());
    }

    /** Whether there is anything to ask by: without a validator the upstream is asked for the whole. */
    public boolean isConditional() {
        return candidates.stream().anyMatch(each -> Validators.any(Fields.of(each.fields())));
    }

    /**
     * Puts the conditions into a request for the upstream (section 4.3.1), in place of the client's own: its conditions and its
     * range are answered from what is stored then, and the upstream's answer must be whole to be stored.
     */
    public void applyTo(HttpHeaders forwarded) {
        withoutClientsOwn(forwarded);
        String tags = candidates.stream()
                .map(Validation::tag)
                .filter(each -> each != null)
                .map(EntityTag::text)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!tags.isEmpty()) {
            forwarded.set(HttpHeaderNames.IF_NONE_MATCH, tags);
        }
        String modified = selected == null ? null : Validators.lastModified(Fields.of(selected.fields()));
        if (modified != null) {
            forwarded.set(HttpHeaderNames.IF_MODIFIED_SINCE, modified);
        }
    }

    /** Takes from a request for the upstream what makes its answer one for this client only: conditions and range. */
    public static void withoutClientsOwn(HttpHeaders forwarded) {
        forwarded.remove(HttpHeaderNames.IF_NONE_MATCH);
        forwarded.remove(HttpHeaderNames.IF_MODIFIED_SINCE);
        forwarded.remove(HttpHeaderNames.RANGE);
        forwarded.remove(HttpHeaderNames.IF_RANGE);
    }

    /**
     * What the upstream's {@code answer} to this question comes to (section 4.3.3).
     *
     * @param graceSeconds how long what is stored may stand in for an error where its origin does not say
     */
    public ValidationOutcome conclude(CacheRequest request, Received answer, long graceSeconds) {
        if (answer.status() == 304) {
            StoredHead confirmed = Freshening.identify(this, answer.fields());
            return confirmed == null ? new ValidationOutcome.AskAgain() : confirmed(request, confirmed, answer);
        }
        StoredHead stale = Statuses.errorOfTheServer(answer.status())
                ? usableOnError(request, graceSeconds, answer.receivedAtMillis())
                : null;
        return stale == null ? new ValidationOutcome.Replaced() : new ValidationOutcome.UseStale(stale);
    }

    /** What answers other requests goes on to do so. */
    private ValidationOutcome confirmed(CacheRequest request, StoredHead stored, Received answer) {
        ValidationOutcome.Confirmed confirmed = Freshening.confirmed(request, stored, answer);
        return selected == null && confirmed.fate() == Fate.REPLACED
                ? new ValidationOutcome.Confirmed(stored, confirmed.after(), Fate.JOINED)
                : confirmed;
    }

    /**
     * What to serve where the upstream could not be reached or did not answer (sections 4.2.4 and 4.3.3); null: the client gets
     * the error, which is 504 where the stored response says {@code must-revalidate} (section 5.2.2.2).
     *
     * @param graceSeconds how long it may do so where its origin does not say
     */
    public @Nullable StoredHead usableOnError(CacheRequest request, long graceSeconds, long nowMillis) {
        boolean usable = selected != null && CacheDecider.mayUseOnError(request, selected, graceSeconds, nowMillis);
        return usable ? selected : null;
    }

    private static @Nullable EntityTag tag(StoredHead stored) {
        return Validators.entityTag(Fields.of(stored.fields()));
    }
}
