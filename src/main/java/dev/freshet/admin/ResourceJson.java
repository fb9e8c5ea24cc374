package dev.freshet.admin;

import dev.freshet.cache.Representation;
import dev.freshet.cache.Snapshot;
import dev.freshet.hand.EarlierVersion;
import dev.freshet.hand.ResourceView;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A resource as JSON; times as RFC 3339 has them, in UTC. Thread-safe: it has no state. */
final class ResourceJson {
    private ResourceJson() {}

    /** Writes the members of {@code view} as of {@code nowMillis} into the open object. */
    static void write(JsonGenerator json, ResourceView view, long nowMillis) {
        json.writeStringProperty("path", view.key().path());
        json.writeStringProperty("host", view.key().host());
        json.writeStringProperty("endpoint", view.endpoint().label());
        json.writeStringProperty("source", view.source());
        long maxStaleMillis = view.endpoint().maxStale().toMillis();
        json.writeNumberProperty("maxStaleMillis", maxStaleMillis);
        snapshot(json, "served", view.served(), nowMillis, maxStaleMillis);
        if (view.pin() != null) {
            snapshot(json, "newest", view.newest(), nowMillis, maxStaleMillis);
        }
        json.writeName("lastRefresh");
        if (view.last() == null) {
            json.writeNull();
        } else {
            json.writeStartObject();
            json.writeStringProperty("outcome", view.last().outcome());
            time(json, "endedAt", view.last().endedAtMillis());
            json.writeEndObject();
        }
        json.writeStringProperty("trouble", view.trouble());
        json.writeObjectPropertyStart("refusals");
        new TreeMap<>(view.refusals()).forEach(json::writeNumberProperty);
        json.writeEndObject();
        time(json, "nextTick", view.nextTickMillis());
        hold(
                json,
                "paused",
                view.pause() == null ? null : view.pause().sinceMillis(),
                view.pause() == null ? null : view.pause().untilMillis());
        hold(
                json,
                "pinned",
                view.pin() == null ? null : view.pin().sinceMillis(),
                view.pin() == null ? null : view.pin().untilMillis());
        json.writeArrayPropertyStart("earlierVersions");
        view.earlier().forEach(each -> earlier(json, each));
        json.writeEndArray();
    }

    private static void snapshot(
            JsonGenerator json, String name, @Nullable Snapshot snapshot, long nowMillis, long maxStaleMillis) {
        json.writeName(name);
        if (snapshot == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("version", snapshot.version().number());
        json.writeNumberProperty("ageMillis", snapshot.ageMillis(nowMillis));
        json.writeBooleanProperty("tooOld", !snapshot.mayBeServed(nowMillis, maxStaleMillis));
        json.writeStringProperty("etag", snapshot.identity().etag());
        json.writeStringProperty("mediaType", snapshot.version().mediaType());
        time(json, "fetchedAt", snapshot.version().fetchedAtMillis());
        time(json, "confirmedAt", snapshot.confirmedAtMillis());
        json.writeStringProperty("detail", snapshot.detail());
        json.writeObjectPropertyStart("bytes");
        for (Representation each : snapshot.version().madeSoFar()) {
            json.writeNumberProperty(each.coding().token(), each.body().length);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void earlier(JsonGenerator json, EarlierVersion version) {
        json.writeStartObject();
        json.writeNumberProperty("version", version.number());
        json.writeStringProperty("etag", version.etag());
        time(json, "fetchedAt", version.fetchedAtMillis());
        json.writeNumberProperty("bytes", version.bytes());
        json.writeEndObject();
    }

    /** Null: {@code sinceMillis} is. */
    private static void hold(JsonGenerator json, String name, @Nullable Long sinceMillis, @Nullable Long untilMillis) {
        json.writeName(name);
        if (sinceMillis == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        time(json, "since", sinceMillis);
        time(json, "until", untilMillis);
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, @Nullable Long epochMillis) {
        json.writeStringProperty(
                name,
                epochMillis == null ? null : Instant.ofEpochMilli(epochMillis).toString());
    }
}
