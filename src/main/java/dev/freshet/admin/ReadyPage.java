package dev.freshet.admin;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import tools.jackson.core.JsonGenerator;

/** Answers 200 while clients should be sent here, else says what is in the way. Immutable; readiness is thread-safe. */
final class ReadyPage implements Page {
    private static final Reply READY = Reply.text("ready\n");

    private final Readiness readiness;

    ReadyPage(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public String summary() {
        return "200 while every endpoint has a snapshot younger than its max-stale, else 503";
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        Readiness.Report report = readiness.report();
        if (report.ready()) {
            return READY;
        }
        return Reply.problem(HttpResponseStatus.SERVICE_UNAVAILABLE, detail(report), json -> write(json, report));
    }

    private static String detail(Readiness.Report report) {
        return report.draining()
                ? "The server is draining."
                : "%d of %d exact endpoints have no snapshot younger than their max-stale."
                        .formatted(report.unready().size(), report.endpoints());
    }

    private static void write(JsonGenerator json, Readiness.Report report) {
        json.writeBooleanProperty("draining", report.draining());
        json.writeArrayPropertyStart("endpoints");
        for (Readiness.Unready each : report.unready()) {
            json.writeStartObject();
            json.writeStringProperty("endpoint", each.endpoint());
            if (each.ageMillis() == null) {
                json.writeNullProperty("ageMillis");
            } else {
                json.writeNumberProperty("ageMillis", each.ageMillis());
            }
            json.writeNumberProperty("maxStaleMillis", each.maxStaleMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
