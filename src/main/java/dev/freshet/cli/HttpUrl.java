package dev.freshet.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** URLs as options take them. Immutable: it has no state. */
final class HttpUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private HttpUrl() {}

    /** An absolute http or https URL without user and fragment; {@code example} is shown where {@code text} is none. */
    static URI of(String option, String text, String example) throws CommandFailed {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean fine = SCHEMES.contains(scheme)
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535
                    && text.chars().allMatch(each -> each < 0x7f);
            if (fine) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below, as everything else that is wrong with it.
        }
        throw new CommandFailed(
                ExitStatus.WRONG_INPUT,
                option + ": " + text + " (expected: an http or https URL with a host, such as " + example + ")");
    }
}
