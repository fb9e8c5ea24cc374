package dev.freshet.demo;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A named group of districts. Its list is fixed, its districts count on; confined to the {@link Election} that made it.
 *
 * @param id lower case, as in the path of its document
 * @param name as shown
 * @param districts in the order of their ids
 */
record Region(String id, String name, List<District> districts) {

    Region {
        districts = List.copyOf(districts);
    }

    /** The sum of a number over its districts. */
    long sum(ToLongFunction<District> number) {
        return districts.stream().mapToLong(number).sum();
    }
}
