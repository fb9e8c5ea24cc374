package dev.freshet.cache;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Payloads like those that live APIs give: the results of an election, one object for each district, numbers that differ.
 * Immutable: pure functions only.
 */
public final class LiveJson {
    private static final String[] PARTIES = {"Unity", "Harvest", "Open Sea", "Commons", "Lantern"};
    private static final long SEED = 42;

    private LiveJson() {}

    /** A payload of {@code bytes} or up to one district more; the same for the same {@code bytes}. */
    public static Payload ofAbout(int bytes) {
        Random random = new Random(SEED);
        StringBuilder json = new StringBuilder("{\"election\":\"2026\",\"districts\":[");
        for (int district = 1; json.length() < bytes; district++) {
            json.append(district == 1 ? "" : ",");
            append(json, district, random);
        }
        return new Payload(json.append("]}").toString().getBytes(StandardCharsets.US_ASCII), "application/json");
    }

    private static void append(StringBuilder json, int district, Random random) {
        json.append("{\"id\":").append(district);
        json.append(",\"name\":\"District ").append(district);
        json.append("\",\"counted\":").append(random.nextInt(1000) / 10.0);
        json.append(",\"votes\":{");
        for (int i = 0; i < PARTIES.length; i++) {
            json.append(i == 0 ? "\"" : ",\"").append(PARTIES[i]).append("\":").append(random.nextInt(90_000));
        }
        json.append("}}");
    }
}
