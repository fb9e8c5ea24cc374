package dev.freshet.server.pass;

import dev.freshet.cache.CollapseKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The fetches that may be waited for, of all event loops. Thread-safe: a concurrent map, bounded by the fetches there are. */
final class Flights {
    private final ConcurrentMap<CollapseKey, Flight> flights = new ConcurrentHashMap<>();

    /** A flight's place among the others. Thread-safe, as the flight is. */
    record Boarding(Flights flights, CollapseKey key, Flight flight) {
        /** Tells everybody who waits; what was stored for them must be in the store before. */
        void land(Landing landing) {
            flights.flights.remove(key, flight);
            flight.land(landing);
        }

        /** Ends the flight if nobody waits; returns whether it is over. */
        boolean abandon() {
            boolean over = flight.abandon();
            if (over) {
                flights.flights.remove(key, flight);
            }
            return over;
        }
    }

    /** The flight under {@code key}, or null. */
    @Nullable Flight find(CollapseKey key) {
        return flights.get(key);
    }

    /** Puts {@code flight} in the place of {@code before}, which goes on for those who wait for it; false: it is not there. */
    boolean succeed(CollapseKey key, Flight before, Flight flight) {
        return flights.replace(key, before, flight);
    }

    /** Begins {@code flight} unless there is another under {@code key}, which is returned then. */
    @Nullable Flight begin(CollapseKey key, Flight flight) {
        return flights.putIfAbsent(key, flight);
    }
}
