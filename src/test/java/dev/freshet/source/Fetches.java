package dev.freshet.source;

import dev.freshet.observe.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/** Requests of fetches and looks at their ends. Immutable: it has no state. */
final class Fetches {
    static final long MAX_BYTES = 64 * 1024;
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Fetches() {}

    static FetchRequest request(Validators validators) {
        return request(validators, TIMEOUT);
    }

    static FetchRequest request(Validators validators, Duration timeout) {
        return new FetchRequest(validators, timeout, MAX_BYTES);
    }

    /** What the fetch has brought already. */
    static Fetched now(CompletableFuture<Fetched> fetch) {
        return fetch.resultNow();
    }

    /** What the fetch brings within a generous while. */
    static Fetched await(CompletableFuture<Fetched> fetch) {
        try {
            return fetch.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the fetch did not end", e);
        }
    }

    static Fetched.Fresh fresh(CompletableFuture<Fetched> fetch) {
        return (Fetched.Fresh) await(fetch);
    }

    /** The payload it brings, as text. */
    static String text(CompletableFuture<Fetched> fetch) {
        return text(fresh(fetch));
    }

    static String text(Fetched.Fresh fetched) {
        return new String(fetched.payload().bytes(), StandardCharsets.UTF_8);
    }

    static Fault fault(CompletableFuture<Fetched> fetch) {
        return ((Fetched.Failed) await(fetch)).fault();
    }

    static Fault.Reason reason(CompletableFuture<Fetched> fetch) {
        return fault(fetch).reason();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
