package dev.freshet.demo;

import java.util.List;

/**
 * A party standing in every district. Immutable.
 *
 * @param id three letters
 * @param name as shown
 * @param strength its weight in an average district, relative to the others
 */
record Party(String id, String name, double strength) {

    /** Every party, in the order of the ballot paper; its index is its place in every array of votes. */
    static final List<Party> ALL = List.of(
            new Party("lin", "Linden Alliance", 0.24),
            new Party("har", "Harbour Party", 0.22),
            new Party("gre", "Green Meadow", 0.15),
            new Party("civ", "Civic Union", 0.13),
            new Party("lab", "Workshop Labour", 0.11),
            new Party("ban", "Banner League", 0.08),
            new Party("tid", "New Tide", 0.05),
            new Party("ind", "Independents", 0.02));
}
