package dev.freshet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A real master with a replica and three Sentinels that watch over them, as processes of this machine: in containers they
 * would tell of addresses that cannot be reached from outside. Confined to one thread at a time.
 */
public final class SentinelSet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MASTER = "main";

    private final RedisServer master;
    private final RedisServer replica;
    private final List<RedisServer> sentinels = new ArrayList<>();

    private SentinelSet(Path folder) throws IOException {
        master = process(folder);
        replica = process(folder);
        replica.command("REPLICAOF", "127.0.0.1", String.valueOf(master.port()));
        for (int i = 0; i < 3; i++) {
            sentinels.add(sentinel(folder.resolve("sentinel-" + i + ".conf")));
        }
    }

    /** Starts one whose Sentinels know each other and the replica; their files go to {@code folder}. */
    public static SentinelSet start(Path folder) {
        try {
            SentinelSet set = new SentinelSet(folder);
            for (RedisServer each : set.sentinels) {
                await(() -> each.text("INFO", "sentinel").contains("slaves=1,sentinels=3"), "they know each other");
            }
            await(() -> set.replica.text("INFO", "replication").contains("master_link_status:up"), "it replicates");
            return set;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Lettuce writes it. */
    public String uri() {
        return sentinels.stream()
                .map(each -> each.address() + ":" + each.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + MASTER));
    }

    /** The one that is killed. */
    public RedisServer firstMaster() {
        return master;
    }

    /** The one that takes over. */
    public RedisServer replica() {
        return replica;
    }

    /** Kills the first master ({@code kill -9}); does not wait for the other to take over. */
    public void killMaster() {
        master.kill();
    }

    /** Has the Sentinels make the replica the master while the master is well. */
    public void switchOver() {
        sentinels.getFirst().command("SENTINEL", "FAILOVER", MASTER);
    }

    /** Whether the replica has become the master. */
    public boolean switchedOver() {
        try {
            return replica.text("INFO", "replication").contains("role:master");
        } catch (UncheckedIOException _) {
            return false; // at the moment itself it is rid of its connections
        }
    }

    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        replica.close();
        master.close();
    }

    /** What is replicated goes by a file of its folder, whatever is said of saving. */
    private static RedisServer process(Path folder) {
        int port = RedisServer.freePort();
        List<String> options =
                List.of("--dir", folder.toAbsolutePath().toString(), "--dbfilename", "redis-" + port + ".rdb");
        return RedisServer.on(new RedisProcess(RedisProcess.executable(), port, options), port);
    }

    private RedisServer sentinel(Path file) throws IOException {
        int port = RedisServer.freePort();
        Files.writeString(file, """
                port %1$d
                bind 127.0.0.1
                dir %2$s
                sentinel monitor %3$s 127.0.0.1 %4$d 2
                sentinel down-after-milliseconds %3$s 500
                sentinel failover-timeout %3$s 5000
                """.formatted(port, file.toAbsolutePath().getParent(), MASTER, master.port()));
        List<String> arguments = List.of(file.toAbsolutePath().toString(), "--sentinel");
        return RedisServer.on(new RedisProcess(RedisProcess.executable(), arguments), port);
    }

    private static void await(BooleanSupplier fact, String name) {
        if (!Patience.until(fact, PATIENCE)) {
            throw new AssertionError("did not become true: " + name);
        }
    }
}
