package dev.freshet.tls;

import java.util.List;

/** The development certificate that is there lacks names that were asked for, and was left alone. Immutable. */
public final class LackingNamesException extends Exception {
    private static final long serialVersionUID = 1L;

    /** One sentence: the {@code certificate}, what it {@code names}, and what was {@code asked}. */
    LackingNamesException(String certificate, List<String> names, List<String> asked) {
        super(certificate + " is there already; it names " + String.join(", ", names) + " and lacks "
                + String.join(", ", asked));
    }
}
