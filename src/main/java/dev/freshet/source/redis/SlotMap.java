package dev.freshet.source.redis;

import dev.freshet.config.Address;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which master of a cluster serves which slots. Immutable: nobody writes to the map. */
final class SlotMap {
    private final NavigableMap<Integer, Stretch> byFirst;

    /** Slots in a row of one master. Immutable. */
    private record Stretch(int last, Address master) {}

    private SlotMap(NavigableMap<Integer, Stretch> byFirst) {
        this.byFirst = byFirst;
    }

    /** From the reply to CLUSTER SLOTS; {@code asked}: who gave it, whose host stands for one that is not told. */
    static SlotMap of(Reply reply, Address asked) {
        NavigableMap<Integer, Stretch> byFirst = new TreeMap<>();
        for (Reply each : elements(reply)) {
            List<Reply> stretch = elements(each);
            if (stretch.size() > 2
                    && stretch.get(0) instanceof Reply.Whole(long first)
                    && stretch.get(1) instanceof Reply.Whole(long last)) {
                Address master = address(elements(stretch.get(2)), asked);
                if (master != null) {
                    byFirst.put((int) first, new Stretch((int) last, master));
                }
            }
        }
        return new SlotMap(byFirst);
    }

    /** The master of {@code slot}; null: none is known. */
    @Nullable Address master(int slot) {
        Map.Entry<Integer, Stretch> entry = byFirst.floorEntry(slot);
        return entry == null || entry.getValue().last < slot ? null : entry.getValue().master;
    }

    /** Every master that serves any slot. */
    Set<Address> masters() {
        Collection<Stretch> stretches = byFirst.values();
        Set<Address> masters = new LinkedHashSet<>();
        stretches.forEach(each -> masters.add(each.master));
        return masters;
    }

    /** The same, but that {@code slot} is served by {@code master}. */
    SlotMap with(int slot, Address master) {
        NavigableMap<Integer, Stretch> changed = new TreeMap<>(byFirst);
        Map.Entry<Integer, Stretch> around = byFirst.floorEntry(slot);
        if (around != null && around.getValue().last >= slot) {
            int first = around.getKey();
            Stretch cut = around.getValue();
            changed.remove(first);
            if (first < slot) {
                changed.put(first, new Stretch(slot - 1, cut.master));
            }
            if (cut.last > slot) {
                changed.put(slot + 1, cut);
            }
        }
        changed.put(slot, new Stretch(slot, master));
        return new SlotMap(changed);
    }

    private static @Nullable Address address(List<Reply> node, Address asked) {
        if (node.size() < 2 || !(node.get(1) instanceof Reply.Whole(long port))) {
            return null;
        }
        String host =
                node.getFirst() instanceof Reply.Bytes(byte[] value) ? new String(value, StandardCharsets.UTF_8) : "";
        return new Address(host.isEmpty() || host.equals("?") ? asked.host() : host, (int) port);
    }

    private static List<Reply> elements(Reply reply) {
        return reply instanceof Reply.Many(List<Reply> elements) ? elements : List.of();
    }
}
