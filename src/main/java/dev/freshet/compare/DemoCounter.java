package dev.freshet.compare;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the demo's origin how often it was asked for one path; being asked that is not counted. Confined to one thread. */
public final class DemoCounter implements OriginCounter {
    private final Asker asker;
    private final Target counts;
    private final Pattern entry;

    /**
     * Resolves the name.
     *
     * @param origin the URL of a document of the demo's origin
     * @throws ComparisonProblemException the name leads nowhere
     */
    public DemoCounter(Client client, Load load, URI origin) throws ComparisonProblemException {
        this.asker = new Asker(client, load);
        this.counts = Probe.resolved(Side.ORIGIN, origin.resolve("/api/requests"), client.timeout());
        this.entry = Pattern.compile("\"" + Pattern.quote(origin.getPath()) + "\":(\\d{1,18})");
    }

    @Override
    public @Nullable Long requests() throws InterruptedException {
        try {
            Matcher found = entry.matcher(asker.ask(counts, List.of()).text());
            return found.find() ? Long.valueOf(found.group(1)) : null;
        } catch (FetchFailedException _) {
            return null;
        }
    }

    @Override
    public boolean countsDirect() {
        return true;
    }
}
