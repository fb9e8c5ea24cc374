package dev.freshet.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What may be taken only once in a configuration: the addresses, the paths of endpoints, what the rules of the pass match. Confined to one reading. */
final class Claims {
    private final List<Claim> addresses = new ArrayList<>();
    private final Map<String, Place> endpoints = new HashMap<>();
    private final RuleOrder rules = new RuleOrder();
    private final Map<String, Ticks> groups = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();
    private int resources;

    /**
     * When the endpoints of a group are refreshed. Immutable.
     *
     * @param place where its first endpoint names it
     */
    record Ticks(Interval refresh, boolean align, Place place) {}

    private record Template(@Nullable String host, PathTemplate path, Place place) {}

    private record Claim(Address address, Place place, String owner) {}

    /** {@code owner}: who listens there, for messages; {@code place}: not written for a default. */
    void address(Address address, Place place, String owner) {
        addresses.add(new Claim(address, place, owner));
    }

    /** {@code label}: the host and the path. */
    void endpoint(String label, Place place, Problems problems) {
        Place first = endpoints.putIfAbsent(label, place);
        if (first != null) {
            problems.add(place, Shown.text(label) + " (expected: once; the first is on line " + first.line() + ")");
        }
    }

    /** A path with variables, of {@code host} or, where that is null, of any. */
    void template(@Nullable String host, PathTemplate path, Place place, Problems problems) {
        templates.stream()
                .filter(each -> Objects.equals(each.host(), host) && each.path().ties(path))
                .findFirst()
                .ifPresent(each -> problems.add(
                        place,
                        Shown.text(path.text()) + " (expected: no path that the one on line "
                                + each.place().line() + " is for, or more of it literal)"));
        templates.add(new Template(host, path, place));
    }

    /** So many more resources; gives how many that makes in all. */
    int resources(int more) {
        resources += more;
        return resources;
    }

    /** The next rule of the pass. */
    void rule(PassConfig.Rule rule, Place place, Problems problems) {
        rules.add(rule, place, problems);
    }

    /** Another endpoint of a group; gives what holds for all of it: the ticks of the first. */
    Ticks group(String name, Ticks ticks) {
        return groups.computeIfAbsent(name, _ -> ticks);
    }

    /** Reports the addresses that cannot be listened on together, to be called once everything is claimed. */
    void report(Problems problems) {
        for (int i = 1; i < addresses.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (clash(addresses.get(i).address(), addresses.get(j).address())) {
                    report(addresses.get(i), addresses.get(j), problems);
                    break;
                }
            }
        }
    }

    private static void report(Claim one, Claim other, Problems problems) {
        boolean oneIsLater = one.place().line() >= other.place().line();
        Claim later = oneIsLater ? one : other;
        Claim earlier = oneIsLater ? other : one;
        String whose = earlier.place().written()
                ? "line " + earlier.place().line() + " has " + earlier.address()
                : earlier.owner() + " has " + earlier.address() + " unless configured";
        problems.add(later.place(), later.address() + " (expected: an address of its own; " + whose + ")");
    }

    private static boolean clash(Address one, Address other) {
        return one.port() == other.port() && one.port() != 0 && (covers(one, other) || covers(other, one));
    }

    private static boolean covers(Address one, Address other) {
        return switch (one.host()) {
            case "::" -> true;
            case "0.0.0.0" -> other.host().indexOf(':') < 0;
            default -> lower(one).equals(lower(other));
        };
    }

    private static String lower(Address address) {
        return address.host().toLowerCase(Locale.ROOT);
    }
}
