package dev.freshet.testing;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A Redis as a process, from PATH or from embedded-redis. Confined to one thread at a time. */
final class RedisProcess implements RedisHost {
    private static final long STOP_SECONDS = 10;

    private final List<String> command;
    private Process process;

    RedisProcess(File executable, int port, List<String> options) {
        this(executable, plain(port, options));
    }

    /** Of any kind: {@code arguments} as they stand. */
    RedisProcess(File executable, List<String> arguments) {
        command = new ArrayList<>(List.of(executable.getPath()));
        command.addAll(arguments);
        process = start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** {@code redis-server} from PATH, else the binary that embedded-redis brings. */
    static File executable() {
        try {
            return ExecutableProvider.newExecutableInPath("redis-server").get();
        } catch (FileNotFoundException _) {
            return embedded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The binary that embedded-redis brings for this machine. */
    static File embedded() {
        try {
            return ExecutableProvider.newJarResourceProvider().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String address() {
        return "127.0.0.1";
    }

    @Override
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void restart() {
        process = start();
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
    }

    /** Nothing is kept, and a replica that comes is served at once: from Redis 7 on, it waits for others to come as well. */
    private static List<String> plain(int port, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("--port", String.valueOf(port)));
        arguments.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        arguments.addAll(List.of("--repl-diskless-sync-delay", "0"));
        arguments.addAll(options);
        return arguments;
    }

    private Process start() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("redis did not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
