package dev.freshet.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** URLs as options take them. Immutable: it has no state. */
final class HttpUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final String A_URL = "an http or https URL with a host, such as ";

    private HttpUrl() {}

    /** An absolute http or https URL without user and fragment; {@code example} is shown where {@code text} is none. */
    static URI of(String option, String text, String example) throws CommandFailed {
        try {
            URI url = new URI(text);
            String rule = brokenRule(url, text, example);
            if (rule == null) {
                return url;
            }
            throw new CommandFailed(ExitStatus.WRONG_INPUT, option + ": " + text + " (expected: " + rule + ")");
        } catch (URISyntaxException _) {
            throw new CommandFailed(
                    ExitStatus.WRONG_INPUT, option + ": " + text + " (expected: " + A_URL + example + ")");
        }
    }

    private static @Nullable String brokenRule(URI url, String text, String example) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || url.getHost() == null || !text.chars().allMatch(each -> each < 0x7f)) {
            return A_URL + example;
        }
        if (url.getUserInfo() != null) {
            return "a URL without a user; --header 'Authorization: ...' sends one";
        }
        if (url.getFragment() != null) {
            return "a URL without #, which no server gets to see";
        }
        return url.getPort() == 0 || url.getPort() > 65_535 ? "a port of 1..65535" : null;
    }
}
