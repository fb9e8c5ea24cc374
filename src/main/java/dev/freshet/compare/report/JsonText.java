package dev.freshet.compare.report;

import dev.freshet.compare.Comparison;
import dev.freshet.compare.ComparisonTable;
import dev.freshet.compare.Load;
import dev.freshet.compare.Measurement;
import dev.freshet.compare.Measurement.Round;
import java.io.StringWriter;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A comparison as JSON, as {@code docs/compare-json.md} has it. Thread-safe: the factory is immutable. */
public final class JsonText {
    /** Grows when a member changes its meaning or goes away; not when one is added. */
    static final int VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double THOUSAND = 1e3;

    private JsonText() {}

    /** One object on one line, and a line feed. {@code command}: the command line that made it. */
    public static String of(Comparison comparison, String command) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("version", VERSION);
            json.writeStringProperty(
                    "startedAt",
                    DateTimeFormatter.ISO_INSTANT.format(comparison.startedAt().truncatedTo(ChronoUnit.MILLIS)));
            json.writeStringProperty("command", command);
            json.writeStringProperty("engine", comparison.engine());
            json.writeStringProperty("machine", comparison.machine());
            number(json, "ratio", ComparisonTable.trusted(comparison) ? comparison.ratio() : null);
            json.writeStringProperty(
                    "agreement",
                    comparison.agreement().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.writeArrayPropertyStart("remarks");
            comparison.remarks().forEach(json::writeString);
            json.writeEndArray();
            load(json, comparison.load());
            side(json, "front", comparison.front());
            side(json, "origin", comparison.origin());
            json.writeEndObject();
        }
        return out.append('\n').toString();
    }

    private static void load(JsonGenerator json, Load load) {
        json.writeObjectPropertyStart("load");
        json.writeStringProperty("protocol", load.protocol().alpn());
        json.writeNumberProperty("connections", load.connections());
        json.writeNumberProperty("streams", load.streams());
        number(json, "ratePerSecond", load.ratePerSecond());
        number(json, "warmUpSeconds", load.warmUp().toMillis() / THOUSAND);
        number(json, "roundSeconds", load.roundLength().toMillis() / THOUSAND);
        json.writeNumberProperty("rounds", load.rounds());
        json.writeArrayPropertyStart("fields");
        for (Load.RequestField field : load.fields()) {
            json.writeStartObject();
            json.writeStringProperty("name", field.name());
            json.writeStringProperty("value", field.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void side(JsonGenerator json, String name, Measurement side) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("url", side.url().toString());
        json.writeStringProperty("address", side.address());
        number(json, "requestsPerSecond", side.requestsPerSecond());
        number(json, "wireBytesPerSecond", side.wireBytesPerSecond());
        json.writeNumberProperty("answered", side.answered());
        counts(json, "otherStatuses", side.otherStatuses());
        counts(json, "errors", side.errors());
        number(json, "maxAgeSeconds", side.staleness().maxAgeSeconds());
        number(json, "markedStale", side.staleness().markedStale());
        number(json, "originRequests", side.originRequests());
        latency(json, side.latencyMicros());
        json.writeArrayPropertyStart("rounds");
        side.rounds().forEach(round -> round(json, round));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, String name, Map<?, Long> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach((key, count) -> json.writeNumberProperty(key.toString(), count));
        json.writeEndObject();
    }

    private static void latency(JsonGenerator json, Histogram latency) {
        boolean any = latency.getTotalCount() > 0;
        json.writeObjectPropertyStart("latency");
        json.writeNumberProperty("answers", latency.getTotalCount());
        number(json, "minMicros", any ? latency.getMinValue() : null);
        number(json, "meanMicros", any ? latency.getMean() : null);
        number(json, "maxMicros", any ? latency.getMaxValue() : null);
        json.writeArrayPropertyStart("percentiles");
        for (double percent : Percentile.FINE) {
            Long micros = Percentile.micros(latency, percent);
            if (micros != null) {
                json.writeStartObject();
                number(json, "percent", percent);
                json.writeNumberProperty("micros", micros);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void round(JsonGenerator json, Round round) {
        json.writeStartObject();
        json.writeNumberProperty("answered", round.answered());
        number(json, "seconds", round.seconds());
        number(json, "requestsPerSecond", round.requestsPerSecond());
        json.writeNumberProperty("wireBytes", round.wireBytes());
        number(json, "clientCpu", round.clientCpu());
        number(json, "standstillSeconds", round.standstillSeconds());
        json.writeArrayPropertyStart("answeredPerSecond");
        round.answeredPerSecond().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Null where there is no number, or none that JSON has a word for; else three digits behind the point. */
    private static void number(JsonGenerator json, String name, @Nullable Number number) {
        if (number == null || !Double.isFinite(number.doubleValue())) {
            json.writeNullProperty(name);
        } else if (number instanceof Double fraction) {
            json.writeNumberProperty(name, Math.round(fraction * THOUSAND) / THOUSAND);
        } else {
            json.writeNumberProperty(name, number.longValue());
        }
    }
}
