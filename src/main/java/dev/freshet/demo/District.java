package dev.freshet.demo;

import java.util.Random;

/**
 * The count in one district: its stations report one after the other until all have. Confined to the {@link Election} that
 * made it.
 */
final class District {
    private static final double STATION_SPREAD = 0.4;
    private static final double PARTY_SPREAD = 0.25;

    private final String id;
    private final String name;
    private final int electorate;
    private final int ballots;
    private final int stations;
    private final double[] support;
    private final int[] votes = new int[Party.ALL.size()];
    private int reported;
    private int counted;

    /**
     * @param ballots cast in the district, all stations together
     * @param support the share of each party, summing to 1
     */
    District(String id, String name, int electorate, int ballots, int stations, double[] support) {
        this.id = id;
        this.name = name;
        this.electorate = electorate;
        this.ballots = ballots;
        this.stations = stations;
        this.support = support.clone();
    }

    /** Counts one more station and says how many votes it brought; the last one brings what is left. */
    int report(Random random) {
        int left = ballots - counted;
        reported++;
        int station = left;
        if (reported < stations) {
            double share = 1.0 / (stations - reported + 1);
            station = (int) (left * share * (1 - STATION_SPREAD + 2 * STATION_SPREAD * random.nextDouble()));
        }
        share(station, random);
        counted += station;
        return station;
    }

    private void share(int station, Random random) {
        double[] weights = new double[support.length];
        double sum = 0;
        for (int party = 0; party < weights.length; party++) {
            weights[party] = support[party] * (1 - PARTY_SPREAD + 2 * PARTY_SPREAD * random.nextDouble());
            sum += weights[party];
        }
        int left = station;
        for (int party = weights.length - 1; party > 0; party--) {
            int given = (int) (station * weights[party] / sum);
            votes[party] += given;
            left -= given;
        }
        votes[0] += left;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    int electorate() {
        return electorate;
    }

    int stations() {
        return stations;
    }

    /** How many stations have reported. */
    int reported() {
        return reported;
    }

    boolean complete() {
        return reported == stations;
    }

    /** Votes counted so far, all parties together. */
    int counted() {
        return counted;
    }

    int votes(int party) {
        return votes[party];
    }

    /** The index of the party with the most votes; the first on the ballot paper of equals. */
    int leader() {
        int leader = 0;
        for (int party = 1; party < votes.length; party++) {
            if (votes[party] > votes[leader]) {
                leader = party;
            }
        }
        return leader;
    }

    /** By how many votes the leader leads. */
    int lead() {
        int leader = leader();
        int second = 0;
        for (int party = 0; party < votes.length; party++) {
            if (party != leader) {
                second = Math.max(second, votes[party]);
            }
        }
        return votes[leader] - second;
    }

    /** Whether the ballots not yet counted can no longer change who leads. */
    boolean called() {
        return lead() > ballots - counted;
    }
}
