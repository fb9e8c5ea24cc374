package dev.freshet.tls;

import java.util.List;

/**
 * What a check of a listener's certificates found. Immutable.
 *
 * @param problems what keeps the listener from starting, one sentence each
 * @param warnings what it can start with but its operator should know, one sentence each
 */
public record TlsFindings(List<String> problems, List<String> warnings) {

    /** Copies the lists. */
    public TlsFindings {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
