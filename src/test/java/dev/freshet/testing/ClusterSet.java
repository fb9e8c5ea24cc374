package dev.freshet.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real Redis Cluster of three masters, the first of which may have a replica, as processes of this machine: in containers
 * they would tell of addresses that cannot be reached from outside. Confined to one thread at a time.
 */
public final class ClusterSet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long a node may be silent: where none is to be replaced, long enough for a machine that stands still. */
    private static final Duration PATIENT = Duration.ofSeconds(15);

    private static final Duration IMPATIENT = Duration.ofSeconds(1);
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private final List<RedisServer> nodes = new ArrayList<>();

    private ClusterSet(Path folder, int size, Duration timeout) {
        for (int i = 0; i < size; i++) {
            nodes.add(node(folder, timeout));
        }
    }

    /** Starts three masters, which share the slots in equal parts; their files go to {@code folder}. */
    public static ClusterSet start(Path folder) {
        ClusterSet set = new ClusterSet(folder, MASTERS, PATIENT);
        set.join();
        return set;
    }

    /** The same, and a replica of the first. */
    public static ClusterSet startWithReplica(Path folder) {
        ClusterSet set = new ClusterSet(folder, MASTERS + 1, IMPATIENT);
        set.join();
        String master = set.id(0);
        RedisServer replica = set.nodes.getLast();
        await(() -> replica.text("CLUSTER", "NODES").contains(master), "it knows its master");
        replica.command("CLUSTER", "REPLICATE", master);
        await(() -> replica.text("INFO", "replication").contains("master_link_status:up"), "it replicates");
        return set;
    }

    /** Names every node. */
    public String uri() {
        return nodes.stream()
                .map(each -> each.address() + ":" + each.port())
                .collect(Collectors.joining(",", "redis://", ""));
    }

    /** One of the masters, 0..2; it serves the slots from its third of all on. */
    public RedisServer master(int number) {
        return nodes.get(number);
    }

    /** The replica of the first master. */
    public RedisServer replica() {
        return nodes.getLast();
    }

    /** Runs a command at whichever master takes it. */
    public void command(String... words) {
        for (RedisServer each : nodes.subList(0, MASTERS)) {
            try {
                each.command(words);
                return;
            } catch (IllegalStateException e) {
                if (!String.valueOf(e.getMessage()).contains("MOVED")) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("no master takes " + String.join(" ", words));
    }

    /** The slot of {@code key}. */
    public int slot(String key) {
        return Integer.parseInt(master(0).command("CLUSTER", "KEYSLOT", key).substring(1));
    }

    /** Begins to move {@code slot} from one master to another: keys that are not there are asked for at the other. */
    public void beginMove(int slot, int from, int to) {
        master(to).command("CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", id(from));
        master(from).command("CLUSTER", "SETSLOT", String.valueOf(slot), "MIGRATING", id(to));
    }

    /** Moves one key of a slot that is moving. */
    public void move(String key, int from, int to) {
        master(from).command("MIGRATE", "127.0.0.1", String.valueOf(master(to).port()), key, "0", "5000");
    }

    /** Ends the move: the slot is the other master's. */
    public void endMove(int slot, int from, int to) {
        String id = id(to);
        master(to).command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", id);
        master(from).command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", id);
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }

    private void join() {
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
            if (i < MASTERS) {
                int last = (i + 1) * SLOTS / MASTERS;
                List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
                IntStream.range(i * SLOTS / MASTERS, last)
                        .mapToObj(String::valueOf)
                        .forEach(words::add);
                nodes.get(i).command(words.toArray(String[]::new));
            }
            nodes.get(i)
                    .command(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            String.valueOf(nodes.getFirst().port()));
        }
        for (RedisServer each : nodes) {
            await(
                    () -> each.text("CLUSTER", "INFO").contains("cluster_state:ok")
                            && each.text("CLUSTER", "INFO").contains("cluster_known_nodes:" + nodes.size()),
                    "the nodes know each other");
        }
    }

    private String id(int number) {
        return nodes.get(number).text("CLUSTER", "MYID");
    }

    private static RedisServer node(Path folder, Duration timeout) {
        int port = RedisServer.freePort();
        List<String> options = new ArrayList<>(List.of("--cluster-enabled", "yes"));
        options.addAll(List.of("--cluster-node-timeout", String.valueOf(timeout.toMillis())));
        options.addAll(List.of("--cluster-require-full-coverage", "no", "--notify-keyspace-events", "KA"));
        options.addAll(List.of("--cluster-config-file", "nodes-" + port + ".conf"));
        options.addAll(List.of("--dir", folder.toAbsolutePath().toString(), "--dbfilename", "redis-" + port + ".rdb"));
        return RedisServer.on(new RedisProcess(RedisProcess.executable(), port, options), port);
    }

    private static void await(BooleanSupplier fact, String name) {
        if (!Patience.until(fact, PATIENCE)) {
            throw new AssertionError("did not become true: " + name);
        }
    }
}
