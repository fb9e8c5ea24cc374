package dev.freshet.source;

import dev.freshet.observe.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source with another behind it, asked when the first failed or has no value. The first is asked each time, so that its
 * payload is back as soon as it is. Thread-safe: holds but one atomic flag.
 */
final class FallbackSource implements Source {
    private static final Logger log = LoggerFactory.getLogger(FallbackSource.class);
    private static final int PRIMARY = 0;
    private static final int FALLBACK = 1;

    private final Source primary;
    private final Source fallback;
    private final AtomicBoolean fallenBack = new AtomicBoolean();

    FallbackSource(Source primary, Source fallback) {
        this.primary = primary;
        this.fallback = fallback;
    }

    /** Completes within twice {@code request.timeout()}: each source has its own deadline. */
    @Override
    public CompletableFuture<Fetched> fetch(FetchRequest request) {
        return primary.fetch(own(request, PRIMARY)).thenCompose(fetched -> switch (fetched) {
            case Fetched.Fresh _, Fetched.Unchanged _ -> primaryAnswered(fetched);
            case Fetched.Failed(Fault fault) ->
                fallback.fetch(own(request, FALLBACK)).thenApply(second -> fallbackAnswered(fault, second));
        });
    }

    @Override
    public String description() {
        return primary.description() + ", else " + fallback.description();
    }

    private CompletableFuture<Fetched> primaryAnswered(Fetched fetched) {
        if (fallenBack.compareAndSet(true, false)) {
            log.info("{} answers again", primary.description());
        }
        return CompletableFuture.completedFuture(fetched);
    }

    private Fetched fallbackAnswered(Fault first, Fetched fetched) {
        return switch (fetched) {
            case Fetched.Fresh fresh -> {
                warnOnce(first);
                yield new Fetched.Fresh(fresh.payload(), from(FALLBACK, fresh.validators()), fresh.ageSeconds());
            }
            case Fetched.Unchanged unchanged -> {
                warnOnce(first);
                yield new Fetched.Unchanged(from(FALLBACK, unchanged.validators()), unchanged.ageSeconds());
            }
            case Fetched.Failed(Fault second) ->
                new Fetched.Failed(new Fault(
                        first.reason(),
                        primary.description() + ": " + first + "; " + fallback.description() + ": " + second));
        };
    }

    private void warnOnce(Fault fault) {
        if (fallenBack.compareAndSet(false, true)) {
            log.warn("{} failed ({}); {} answers instead", primary.description(), fault, fallback.description());
        }
    }

    /** The request as one source of the two sees it: with its own validators or none. */
    private static FetchRequest own(FetchRequest request, int origin) {
        Validators validators = request.validators();
        return new FetchRequest(
                validators.origin() == origin ? from(PRIMARY, validators) : Validators.NONE,
                request.timeout(),
                request.maxBytes());
    }

    private static Validators from(int origin, Validators validators) {
        return new Validators(origin, validators.etag(), validators.lastModified());
    }
}
