package dev.freshet.config;

import dev.freshet.config.PassConfig.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of the pass read so far, in their order: finds those that earlier ones leave nothing. Confined to one reading. */
final class RuleOrder {
    private final List<Placed> earlier = new ArrayList<>();

    private record Placed(Rule rule, Place place) {}

    /** Takes the next rule, and reports it where no request can come to it. */
    void add(Rule rule, Place place, Problems problems) {
        Set<String> left = new HashSet<>(rule.methods());
        for (Placed each : earlier) {
            if (each.rule().coversPlaceOf(rule)) {
                boolean some = left.removeAll(each.rule().methods());
                if (each.rule().methods().isEmpty() || (some && left.isEmpty())) {
                    problems.add(
                            place,
                            "never reached (expected: above the rule on line "
                                    + each.place().line() + ", which takes all that would be its)");
                    return;
                }
            }
        }
        earlier.add(new Placed(rule, place));
    }
}
