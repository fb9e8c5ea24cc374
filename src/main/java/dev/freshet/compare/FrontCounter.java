package dev.freshet.compare;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the front's own metrics what it asked its origin for: the refreshes of the endpoint that is measured, or where
 * there is no endpoint of that path, every refresh and every passed request. Confined to one thread.
 */
public final class FrontCounter implements OriginCounter {
    private static final Pattern REFRESHES =
            Pattern.compile("(?m)^freshet_refreshes_total\\{endpoint=\"([^\"]*)\",outcome=\"([^\"]*)\"} (\\S+)");
    private static final Pattern PASSED =
            Pattern.compile("(?m)^freshet_requests_total\\{[^}]*verdict=\"pass\"[^}]*} (\\S+)");
    /** No request was made. */
    private static final String SKIPPED = "skipped";

    private final Asker asker;
    private final Target metrics;
    private final String path;

    /**
     * Reads the metrics once.
     *
     * @param admin the front's admin listener, such as {@code http://127.0.0.1:9900}
     * @param path of the URL that is measured
     * @throws ComparisonProblemException no metrics of Freshet are there
     */
    public FrontCounter(Client client, Load load, URI admin, String path)
            throws ComparisonProblemException, InterruptedException {
        this.asker = new Asker(client, load);
        this.path = path;
        URI page = admin.resolve("/metrics");
        try {
            this.metrics = new Target(Side.FRONT, page, Resolver.address(page, client.timeout()));
        } catch (UnknownHostException e) {
            throw new ComparisonProblemException("--admin: " + admin + ": unknown host " + admin.getHost(), e);
        }
        if (requests() == null) {
            throw new ComparisonProblemException(
                    "--admin: " + admin + " (expected: the admin listener of a running Freshet, see its /metrics)");
        }
    }

    @Override
    public @Nullable Long requests() throws InterruptedException {
        try {
            String text = asker.ask(metrics, List.of()).text();
            return text.contains("freshet_") ? counted(text, path) : null;
        } catch (FetchFailedException _) {
            return null;
        }
    }

    /** What a page of metrics says. */
    static long counted(String text, String path) {
        long all = 0;
        long own = 0;
        boolean known = false;
        for (Matcher each = REFRESHES.matcher(text); each.find(); ) {
            long count = each.group(2).equals(SKIPPED) ? 0 : (long) Double.parseDouble(each.group(3));
            all += count;
            if (each.group(1).equals(path)) {
                known = true;
                own += count;
            }
        }
        if (known) {
            return own;
        }
        for (Matcher each = PASSED.matcher(text); each.find(); ) {
            all += (long) Double.parseDouble(each.group(1));
        }
        return all;
    }

    @Override
    public boolean countsDirect() {
        return false;
    }
}
