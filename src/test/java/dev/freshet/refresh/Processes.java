package dev.freshet.refresh;

import dev.freshet.refresh.state.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * One process after another with the same state folder, in virtual time. Each is gone without a word when the next begins.
 * Confined to the thread of the test.
 */
final class Processes implements AutoCloseable {
    static final String PATH = "/live.json";

    private final Path folder;
    private Bench bench = new Bench();

    Processes(Path folder) throws Exception {
        this.folder = folder;
        bench.keeping = new Keeping(StateFolder.open(folder), Runnable::run);
    }

    /** The process there is. */
    Bench bench() {
        return bench;
    }

    /** The first process with an endpoint; its source hangs unless told otherwise. */
    ScriptedSource first() throws Exception {
        return next(Duration.ZERO);
    }

    /** The same, with {@code more} of its endpoint. */
    ScriptedSource first(UnaryOperator<EndpointDraft> more) throws Exception {
        return next(Duration.ZERO, more);
    }

    /** The next process, so much later; the source of its endpoint hangs unless told otherwise. */
    ScriptedSource next(Duration later) throws Exception {
        return next(later, draft -> draft);
    }

    /** The same, with {@code more} of its endpoint. */
    ScriptedSource next(Duration later, UnaryOperator<EndpointDraft> more) throws Exception {
        long wasMillis = bench.clock.epochMillis();
        close();
        bench = new Bench();
        bench.keeping = new Keeping(StateFolder.open(folder), Runnable::run);
        bench.clock.stepWall(
                Duration.ofMillis(wasMillis - bench.clock.epochMillis()).plus(later));
        return bench.add(more.apply(new EndpointDraft(PATH)));
    }

    /** The first process publishes {@code json}, which is in the folder by now. */
    void firstPublishes(String json) throws Exception {
        first().always(ScriptedSource.fresh(json));
        bench.restart();
        bench.advance(Duration.ofSeconds(2));
    }

    /** The next process, so much later, has started; the source of its endpoint hangs. */
    void restart(Duration later) throws Exception {
        next(later);
        bench.restart();
    }

    @Override
    public void close() throws Exception {
        bench.keeping.folder().release(); // as the system does it
        bench.close();
    }
}
