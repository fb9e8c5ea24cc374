package dev.freshet.source.redis;

import dev.freshet.config.Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a node of a cluster sends who has asked the wrong one. Immutable, as every kind of it is. */
sealed interface Redirection {
    /** The slot is served by {@code to} now. Immutable. */
    record Moved(Address to) implements Redirection {}

    /** The slot is on its way to {@code to}, and this key is there already, or nowhere. Immutable. */
    record Ask(Address to) implements Redirection {}

    /** The slot is on its way, and of several keys some are there already: each must be asked for by itself. Immutable. */
    record Apart() implements Redirection {}

    /** {@code MOVED 3999 127.0.0.1:6381}, {@code ASK ...} with an IPv6 address as it stands, or with no host. */
    Pattern FORM = Pattern.compile("(MOVED|ASK) \\d{1,5} (\\S*):(\\d{1,5})");

    /** What {@code error} says, as {@code asked} gave it, whose host stands for one that is not told; null: nothing of the kind. */
    static @Nullable Redirection of(String error, Address asked) {
        if (error.startsWith("TRYAGAIN")) {
            return new Apart();
        }
        Matcher told = FORM.matcher(error);
        if (!told.matches()) {
            return null;
        }
        String host = told.group(2);
        Address to =
                new Address(host.isEmpty() || host.equals("?") ? asked.host() : host, Integer.parseInt(told.group(3)));
        return told.group(1).equals("MOVED") ? new Moved(to) : new Ask(to);
    }
}
