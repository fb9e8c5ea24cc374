package dev.freshet.decide.caching;

import dev.freshet.cache.StoredHead;
import dev.freshet.cache.Variant;
import dev.freshet.decide.caching.StorageDecision.Refusal;
import dev.freshet.decide.caching.ValidationOutcome.Fate;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Updates stored responses with what the upstream says of them now (RFC 9111 sections 3.2 and 4.3.4). Immutable: pure functions only. */
final class Freshening {
    /** They describe the bytes that are stored, which an answer without a body does not change (section 3.2). */
    private static final Set<String> OF_THE_BODY = Set.of("content-encoding", "content-length", "content-range");

    private static final Comparator<StoredHead> BY_DATE = Comparator.comparingLong(StoredHead::dateSeconds);

    private Freshening() {}

    /**
     * Which stored response a 304 speaks of (section 4.3.4): the one with its strong tag, else the latest with its weak tag, else
     * the latest with its Last-Modified. Without any of these it can only mean the one that was asked about. Null: none of them.
     */
    static @Nullable StoredHead identify(Validation asked, Fields notModified) {
        EntityTag tag = Validators.entityTag(notModified);
        String modified = Validators.lastModified(notModified);
        if (tag != null) {
            return latest(asked, stored -> {
                EntityTag held = Validators.entityTag(stored);
                return held != null && (tag.weak() ? held.matchesWeakly(tag) : held.matchesStrongly(tag));
            });
        }
        if (modified != null) {
            return latest(asked, stored -> modified.equals(Validators.lastModified(stored)));
        }
        return asked.candidates().size() == 1 ? asked.candidates().getFirst() : null;
    }

    /** What the upstream's answer without a body to {@code request} makes of {@code before}. */
    static ValidationOutcome.Confirmed confirmed(CacheRequest request, StoredHead before, Received answer) {
        HttpHeaders updated = updated(before.fields(), StorableFields.of(answer));
        Received merged = new Received(
                before.status(), updated, before.bodyBytes(), answer.requestedAtMillis(), answer.receivedAtMillis());
        Fields fields = merged.fields();
        Variant variant = Variants.of(request.fields(), fields);
        StoredHead after = new StoredHead(
                before.status(),
                StorableFields.of(merged),
                variant == null ? before.variant() : variant,
                Freshness.terms(before.status(), fields, merged.dateSeconds()),
                merged.dateSeconds(),
                answer.receivedAtMillis(),
                Age.initialMillis(answer),
                before.bodyBytes());
        return new ValidationOutcome.Confirmed(
                before, after, variant == null ? Fate.REMOVED : fate(request, before.status(), fields));
    }

    private static Fate fate(CacheRequest request, int status, Fields updated) {
        Refusal refusal = Storage.responseRefusal(request, status, updated);
        if (refusal == null) {
            return Fate.REPLACED;
        }
        return refusal == Refusal.AUTHORIZATION ? Fate.LEFT : Fate.REMOVED;
    }

    /** The stored fields, each that the answer has too replaced by all of its lines (section 3.2). */
    private static HttpHeaders updated(HttpHeaders stored, HttpHeaders answer) {
        Set<String> replaced = new HashSet<>();
        List<CharSequence> news = new ArrayList<>();
        for (Map.Entry<String, String> each : answer) {
            String name = each.getKey().toLowerCase(Locale.ROOT);
            if (!OF_THE_BODY.contains(name)) {
                replaced.add(name);
                news.add(each.getKey());
                news.add(each.getValue());
            }
        }
        List<CharSequence> all = new ArrayList<>();
        for (Map.Entry<String, String> each : stored) {
            if (!replaced.contains(each.getKey().toLowerCase(Locale.ROOT))) {
                all.add(each.getKey());
                all.add(each.getValue());
            }
        }
        all.addAll(news);
        return StorableFields.readOnly(all);
    }

    private static @Nullable StoredHead latest(Validation asked, Predicate<Fields> matches) {
        return asked.candidates().stream()
                .filter(each -> matches.test(Fields.of(each.fields())))
                .max(BY_DATE)
                .orElse(null);
    }
}
