package dev.freshet.admin;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who did what: a line for each act, also for one that was refused, by a logger of its own. Nothing of a payload
 * or a token is in it, and nothing that could be taken for another line. Thread-safe: it has no state.
 */
final class Audit {
    private static final Logger log = LoggerFactory.getLogger("dev.freshet.audit");
    private static final Pattern UNSAFE = Pattern.compile("[^!-~]");
    private static final int MOST_CHARACTERS = 300;

    private Audit() {}

    /**
     * One act.
     *
     * @param act in a word
     * @param resource what it is about, as the request names it
     * @param token the name of the token; a hyphen: none
     * @param note the outcome
     */
    static void log(String act, String resource, InetSocketAddress from, String token, int status, String note) {
        log.info(
                "act={} resource={} from={} token={} status={} outcome={}",
                act,
                word(resource),
                from.getAddress().getHostAddress(),
                token,
                status,
                note);
    }

    /** Any text as one word of a line. */
    static String word(String text) {
        String safe = UNSAFE.matcher(text).replaceAll("?");
        return safe.length() <= MOST_CHARACTERS ? safe : safe.substring(0, MOST_CHARACTERS) + "...";
    }
}
