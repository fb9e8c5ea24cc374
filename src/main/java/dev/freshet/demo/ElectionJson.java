package dev.freshet.demo;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** An election as JSON documents. Confined to whoever steps the election. */
final class ElectionJson {
    /** The national summary, about 4 KB. */
    static final String LIVE = "/live.json";
    /** Every district, about 100 KB. */
    static final String DISTRICTS = "/districts.json";
    /** What came last, a few hundred bytes. */
    static final String TICKER = "/ticker.json";

    private static final int CLOSEST_IN_NATION = 18;
    private static final int CLOSEST_IN_REGION = 27;
    private static final JsonFactory JSON = new JsonFactory();

    private final Election election;
    private final String updated;

    private ElectionJson(Election election, long epochMillis) {
        this.election = election;
        this.updated =
                Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** The path of each document, whatever the seed: the national one first. */
    static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of(LIVE));
        Election.regionIds().forEach(region -> paths.add(pathOf(region)));
        paths.addAll(List.of(DISTRICTS, TICKER));
        return List.copyOf(paths);
    }

    /** The document of a region, about 4 KB. */
    private static String pathOf(String region) {
        return "/regions/" + region + ".json";
    }

    /** Every document in UTF-8 by its path, the national one first; {@code epochMillis} is when the state became so. */
    static Map<String, byte[]> render(Election election, long epochMillis) {
        ElectionJson json = new ElectionJson(election, epochMillis);
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put(LIVE, document(json::live));
        for (Region region : election.regions()) {
            documents.put(pathOf(region.id()), document(out -> json.region(out, region)));
        }
        documents.put(DISTRICTS, document(json::districts));
        documents.put(TICKER, document(json::ticker));
        return documents;
    }

    private static byte[] document(Consumer<JsonGenerator> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            body.accept(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void live(JsonGenerator out) {
        head(out);
        count(out, election.districts());
        parties(out, election.districts());
        out.writeArrayPropertyStart("regions");
        for (Region region : election.regions()) {
            out.writeStartObject();
            out.writeStringProperty("id", region.id());
            out.writeStringProperty("name", region.name());
            out.writeNumberProperty("stations", region.sum(District::stations));
            out.writeNumberProperty("reported", region.sum(District::reported));
            out.writeNumberProperty("counted", region.sum(District::counted));
            votes(out, party -> region.sum(district -> district.votes(party)));
            out.writeEndObject();
        }
        out.writeEndArray();
        closest(out, election.districts(), CLOSEST_IN_NATION);
    }

    private void region(JsonGenerator out, Region region) {
        head(out);
        out.writeStringProperty("id", region.id());
        out.writeStringProperty("name", region.name());
        count(out, region.districts());
        parties(out, region.districts());
        closest(out, region.districts(), CLOSEST_IN_REGION);
    }

    private void districts(JsonGenerator out) {
        head(out);
        out.writeArrayPropertyStart("districts");
        for (Region region : election.regions()) {
            for (District district : region.districts()) {
                out.writeStartObject();
                district(out, district);
                out.writeStringProperty("region", region.id());
                out.writeNumberProperty("electorate", district.electorate());
                votes(out, party -> district.votes(party));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private void ticker(JsonGenerator out) {
        head(out);
        out.writeNumberProperty("reported", share(election.districts(), District::reported, District::stations));
        out.writeArrayPropertyStart("latest");
        for (Election.Report report : election.latest()) {
            District district = report.district();
            out.writeStartObject();
            out.writeStringProperty("id", district.id());
            out.writeStringProperty("name", district.name());
            out.writeNumberProperty("votes", report.votes());
            out.writeStringProperty("leader", Party.ALL.get(district.leader()).id());
            out.writeBooleanProperty("called", district.called());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void head(JsonGenerator out) {
        out.writeStringProperty("election", "An invented general election");
        out.writeNumberProperty("night", election.night());
        out.writeNumberProperty("sequence", election.sequence());
        out.writeStringProperty("updated", updated);
    }

    private static void count(JsonGenerator out, List<District> districts) {
        out.writeObjectPropertyStart("count");
        out.writeNumberProperty("districts", districts.size());
        out.writeNumberProperty(
                "called", districts.stream().filter(District::called).count());
        out.writeNumberProperty(
                "complete", districts.stream().filter(District::complete).count());
        out.writeNumberProperty("stations", sum(districts, District::stations));
        out.writeNumberProperty("reported", sum(districts, District::reported));
        out.writeNumberProperty("reportedShare", share(districts, District::reported, District::stations));
        out.writeNumberProperty("electorate", sum(districts, District::electorate));
        out.writeNumberProperty("votes", sum(districts, District::counted));
        out.writeEndObject();
    }

    private static void parties(JsonGenerator out, List<District> districts) {
        out.writeArrayPropertyStart("parties");
        for (int index = 0; index < Party.ALL.size(); index++) {
            int party = index;
            out.writeStartObject();
            out.writeStringProperty("id", Party.ALL.get(party).id());
            out.writeStringProperty("name", Party.ALL.get(party).name());
            out.writeNumberProperty("votes", sum(districts, district -> district.votes(party)));
            out.writeNumberProperty("share", share(districts, district -> district.votes(party), District::counted));
            List<District> led = districts.stream()
                    .filter(district -> district.leader() == party)
                    .toList();
            out.writeNumberProperty("leading", led.size());
            out.writeNumberProperty("won", led.stream().filter(District::called).count());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Those still open first, so that the document keeps its size when the last are called. */
    private static void closest(JsonGenerator out, List<District> districts, int most) {
        out.writeArrayPropertyStart("closest");
        districts.stream()
                .sorted(Comparator.comparing(District::called).thenComparingInt(District::lead))
                .limit(most)
                .forEach(district -> {
                    out.writeStartObject();
                    district(out, district);
                    out.writeEndObject();
                });
        out.writeEndArray();
    }

    private static void district(JsonGenerator out, District district) {
        out.writeStringProperty("id", district.id());
        out.writeStringProperty("name", district.name());
        out.writeNumberProperty("stations", district.stations());
        out.writeNumberProperty("reported", district.reported());
        out.writeNumberProperty("counted", district.counted());
        out.writeStringProperty("leader", Party.ALL.get(district.leader()).id());
        out.writeNumberProperty("lead", district.lead());
        out.writeBooleanProperty("called", district.called());
    }

    private static void votes(JsonGenerator out, IntToLongFunction votes) {
        out.writeObjectPropertyStart("votes");
        for (int party = 0; party < Party.ALL.size(); party++) {
            out.writeNumberProperty(Party.ALL.get(party).id(), votes.applyAsLong(party));
        }
        out.writeEndObject();
    }

    private static long sum(List<District> districts, ToLongFunction<District> number) {
        return districts.stream().mapToLong(number).sum();
    }

    /** A share with four decimals; 0 of nothing. */
    private static double share(
            List<District> districts, ToLongFunction<District> part, ToLongFunction<District> whole) {
        long of = sum(districts, whole);
        return of == 0 ? 0 : Math.round(10_000.0 * sum(districts, part) / of) / 10_000.0;
    }
}
