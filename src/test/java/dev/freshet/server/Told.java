package dev.freshet.server;

import java.util.List;
import java.util.Locale;

/** What one client was told in answer to one request, as far as the bytes go that reached it. Immutable. */
record Told(int status, List<String> fields, String body, Ending ending) {
    /** How the answer ended, by the framing of its protocol alone. */
    enum Ending {
        /** All of it came, and it says so. */
        WHOLE,
        /** The head came, and what followed it ended where nobody could take it for the end. */
        CUT_OFF,
        /** Not even the head came. */
        NOTHING
    }

    boolean isWhole() {
        return ending == Ending.WHOLE;
    }

    /** Whether it is an error said in full, by this server and not by an upstream (RFC 9457). */
    boolean isProblem(int code) {
        return isProblemHead(code)
                && body.startsWith("{")
                && body.contains("\"status\":" + code)
                && body.endsWith("}\n");
    }

    /** The same, as far as an answer to HEAD can say it. */
    boolean isProblemHead(int code) {
        return isWhole() && status == code && field("content-type").equals("application/problem+json");
    }

    /** The value of a field, or an empty string. */
    String field(String name) {
        String prefix = name + ":";
        return fields.stream()
                .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(each -> each.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }
}
