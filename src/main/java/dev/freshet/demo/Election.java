package dev.freshet.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * An election night, the same for the same seed: a few polling stations report at each step, until all have and another
 * night begins. Every step changes the national count and at least one region. Confined to whoever steps it.
 */
final class Election {
    private static final int REPORTS_PER_STEP = 7;
    private static final int STEPS_BEFORE_FIRST = 900;
    private static final int REPORTS_REMEMBERED = 3;
    private static final double REGION_SPREAD = 0.35;
    private static final double DISTRICT_SPREAD = 0.6;

    private static final List<String> REGIONS = List.of("north", "east", "south", "west", "lakes", "coast");
    private static final List<String> HEADS = List.of(
            "Alder", "Amber", "Barley", "Birch", "Bramble", "Clover", "Dun", "Elm", "Fern", "Glen", "Hazel", "Iron",
            "Kings", "Maple", "Oak", "Raven", "Stone", "Thistle", "Wheat", "Willow");
    private static final List<String> TAILS = List.of(
            "bank", "bourne", "bridge", "brook", "bury", "cliff", "dale", "field", "ford", "gate", "ham", "haven",
            "hill", "holm", "mead", "moor", "port", "ridge", "stead", "ton", "wick");

    /**
     * What one station brought. Immutable.
     *
     * @param district where
     * @param votes all parties together
     */
    record Report(District district, int votes) {}

    private final Random random;
    private List<Region> regions = List.of();
    private List<District> open = List.of();
    private List<Report> latest = List.of();
    private long sequence;
    private int night;

    /** Begins a night in which the first stations have reported already. */
    Election(long seed) {
        random = new Random(seed);
        begin();
        for (int step = 0; step < STEPS_BEFORE_FIRST; step++) {
            step();
        }
    }

    /** Lets a few more stations report; when all have, a new night begins. */
    void step() {
        sequence++;
        if (open.isEmpty()) {
            begin();
        }
        List<Report> reports = new ArrayList<>();
        for (int count = 0; count < REPORTS_PER_STEP && !open.isEmpty(); count++) {
            int at = random.nextInt(open.size());
            District district = open.get(at);
            reports.add(new Report(district, district.report(random)));
            if (district.complete()) {
                open.remove(at);
            }
        }
        latest = List.copyOf(reports.subList(0, Math.min(REPORTS_REMEMBERED, reports.size())));
    }

    private void begin() {
        night++;
        double[] nation = Party.ALL.stream().mapToDouble(Party::strength).toArray();
        int each = HEADS.size() * TAILS.size() / REGIONS.size();
        List<Region> begun = new ArrayList<>();
        for (int region = 0; region < REGIONS.size(); region++) {
            double[] support = varied(nation, REGION_SPREAD);
            String id = REGIONS.get(region);
            String name = id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
            List<District> districts = new ArrayList<>();
            for (int number = 1; number <= each; number++) {
                int place = region + (number - 1) * REGIONS.size();
                String town = HEADS.get(place / TAILS.size()) + TAILS.get(place % TAILS.size());
                String code = name.charAt(0) + "%02d".formatted(number);
                districts.add(district(code, town, varied(support, DISTRICT_SPREAD)));
            }
            begun.add(new Region(id, name, districts));
        }
        regions = List.copyOf(begun);
        open = new ArrayList<>(districts());
    }

    private District district(String id, String name, double[] support) {
        int electorate = random.nextInt(28_000, 86_000);
        int ballots = (int) (electorate * (0.55 + 0.25 * random.nextDouble()));
        return new District(id, name, electorate, ballots, electorate / 500, support);
    }

    private double[] varied(double[] shares, double spread) {
        double[] varied = new double[shares.length];
        double sum = 0;
        for (int party = 0; party < shares.length; party++) {
            varied[party] = shares[party] * Math.exp(spread * random.nextGaussian());
            sum += varied[party];
        }
        for (int party = 0; party < varied.length; party++) {
            varied[party] /= sum;
        }
        return varied;
    }

    /** The ids of the regions, whatever the seed. */
    static List<String> regionIds() {
        return REGIONS;
    }

    /** In the order of {@link #regionIds()}. */
    List<Region> regions() {
        return regions;
    }

    /** Every district, region by region. */
    List<District> districts() {
        return regions.stream().flatMap(region -> region.districts().stream()).toList();
    }

    /** The sum of a number over all districts. */
    long sum(ToLongFunction<District> number) {
        return regions.stream().mapToLong(region -> region.sum(number)).sum();
    }

    /** A few of the reports of the last step. */
    List<Report> latest() {
        return latest;
    }

    /** How many steps were made. */
    long sequence() {
        return sequence;
    }

    /** 1 for the first night. */
    int night() {
        return night;
    }
}
