package dev.freshet.upstream;

import dev.freshet.config.UpstreamConfig;

/**
 * What a server's health checks say of it. Immutable.
 *
 * @param well whether requests may go to it
 * @param against checks in a row that say otherwise
 */
record Checked(boolean well, int against) {
    /** Before the first check a server is taken to be well: a start must not wait for checks. */
    static final Checked UNKNOWN = new Checked(true, 0);

    /** After one more check. */
    Checked after(boolean good, UpstreamConfig.Health rules) {
        if (good == well) {
            return against == 0 ? this : new Checked(well, 0);
        }
        int needed = well ? rules.unhealthy() : rules.healthy();
        return against + 1 >= needed ? new Checked(good, 0) : new Checked(well, against + 1);
    }
}
