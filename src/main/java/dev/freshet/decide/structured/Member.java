package dev.freshet.decide.structured;

import java.util.List;
import java.util.Map;

/** What a key of a Dictionary stands for (RFC 9651 section 3.2). Immutable, as every kind of it is. */
public sealed interface Member {
    /** The parameters, in the order of their first mention (RFC 9651 section 3.1.2). */
    Map<String, BareItem> parameters();

    /** One value (RFC 9651 section 3.3). Immutable. */
    record Item(BareItem value, Map<String, BareItem> parameters) implements Member {}

    /** Several values in parentheses (RFC 9651 section 3.1.1). Immutable. */
    record InnerList(List<Item> items, Map<String, BareItem> parameters) implements Member {
        /** Copies the list. */
        public InnerList {
            items = List.copyOf(items);
        }
    }
}
