package dev.freshet.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The values of one section, by key. All of them are read, and what is wrong with each is reported, before the section
 * makes anything of them. Confined to one reading.
 */
final class Values {
    private final Place place;
    private final Reading reading;
    private final Map<String, NodeTuple> entries;
    private final Map<String, Object> values = new HashMap<>();

    private Values(Place place, Reading reading, Map<String, NodeTuple> entries) {
        this.place = place;
        this.reading = reading;
        this.entries = entries;
    }

    /** The values of a section that nobody wrote. */
    static Values ofDefaults() {
        return new Values(Place.FILE, Reading.ofDefaults(), Map.of());
    }

    /** Reads {@code keys} out of {@code mapping}, which stands under {@code path}. */
    static Values read(MappingNode mapping, List<Key<?>> keys, String path, Reading reading) {
        Map<String, NodeTuple> entries = Entries.of(mapping, path, reading);
        Values values = new Values(Place.of(mapping, path), reading, entries);
        List<String> known = keys.stream().map(Key::name).toList();
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                values.unknown(name, entry, known);
            }
        });
        keys.forEach(values::read);
        return values;
    }

    /** The value, else the default; null: it has none, or what is written cannot be read. */
    @SuppressWarnings("unchecked") // each value was read by the shape of its key
    <T> @Nullable T find(Key<T> key) {
        Object value = values.get(key.name());
        return value == null ? key.standard() : (T) value;
    }

    /** The value of a key with a default; the default as well where what is written cannot be read. */
    <T> T get(Key<T> key) {
        T value = find(key);
        if (value == null) {
            throw new IllegalStateException(key.name() + " has no default");
        }
        return value;
    }

    /** Whether it is written at all, sound or not. */
    boolean has(Key<?> key) {
        return entries.containsKey(key.name());
    }

    /** Whether {@link #find} tells what holds: the key is left out, or what is written could be read. */
    boolean isSound(Key<?> key) {
        return !has(key) || values.containsKey(key.name());
    }

    /** Where the section stands. */
    String path() {
        return place.key();
    }

    /** Where the section stands, with its line. */
    Place place() {
        return place;
    }

    /** Where the value of {@code key} stands; where the section stands if it is left out. */
    Place place(Key<?> key) {
        NodeTuple entry = entries.get(key.name());
        String path = Entries.path(place.key(), key.name());
        return entry == null ? new Place(place.line(), place.column(), path) : Place.of(entry.getValueNode(), path);
    }

    Reading reading() {
        return reading;
    }

    /** Reports the value of {@code key}, or that it is missing. */
    void refuse(Key<?> key, String expected) {
        NodeTuple entry = entries.get(key.name());
        String shown = entry == null ? "missing" : Shown.of(entry.getValueNode());
        reading.problems().add(place(key), shown + " (expected: " + expected + ")");
    }

    /** Reports the section as a whole. */
    void refuseSection(String expected) {
        reading.problems().add(place, "incomplete (expected: " + expected + ")");
    }

    private void read(Key<?> key) {
        NodeTuple entry = entries.get(key.name());
        if (entry != null) {
            Object value = key.shape().read(entry.getValueNode(), place(key).key(), reading);
            if (value != null) {
                values.put(key.name(), value);
            }
        } else if (key.required()) {
            refuse(key, key.shape().expected());
        }
    }

    private void unknown(String name, NodeTuple entry, List<String> known) {
        String near = Nearest.to(name, known);
        String rule = near == null
                ? "unknown key (expected: one of " + String.join(", ", known) + ")"
                : "unknown key; did you mean \"" + near + "\"?";
        reading.problems().add(Place.of(entry.getKeyNode(), Entries.path(path(), name)), rule);
    }
}
