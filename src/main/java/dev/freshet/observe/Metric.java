package dev.freshet.observe;

import java.util.List;

/**
 * Every metric there is, described once: the exposition and docs/metrics.md are made from this list. Names and units follow
 * the conventions of Prometheus. Immutable.
 */
public enum Metric {
    REQUESTS(
            Kind.COUNTER,
            "freshet_requests",
            "Requests answered, by what was decided about them.",
            "protocol",
            "verdict",
            "status"),
    RESPONSE_BYTES(
            Kind.COUNTER,
            "freshet_response_bytes",
            "Bytes of responses handed to the connection, heads included, before TLS.",
            "protocol"),
    CONNECTIONS(Kind.GAUGE, "freshet_connections", "Client connections open now."),
    CONNECTIONS_ACCEPTED(Kind.COUNTER, "freshet_connections_accepted", "Client connections accepted."),
    CONNECTIONS_REFUSED(
            Kind.COUNTER,
            "freshet_connections_refused",
            "Client connections closed at once, limits.connections being reached."),
    HANDSHAKES(
            Kind.COUNTER,
            "freshet_tls_handshakes",
            "TLS handshakes, by how they ended: full, resumed or failed.",
            "result"),
    TUNNELS(Kind.GAUGE, "freshet_tunnels", "Tunnels (WebSockets) open now, each with a connection to an upstream."),
    TUNNELS_ENDED(
            Kind.COUNTER,
            "freshet_tunnels_ended",
            "Tunnels that have ended, by who ended them first: client, upstream, idle because nothing came from either, or stop.",
            "by"),
    TUNNEL_BYTES(
            Kind.COUNTER,
            "freshet_tunnel_bytes",
            "Bytes that went through tunnels: up, from clients, or down, to them.",
            "direction"),
    CLIENT_FAULTS(
            Kind.COUNTER, "freshet_client_faults", "Requests refused or given up because of the client.", "reason"),
    REFRESHES(
            Kind.COUNTER,
            "freshet_refreshes",
            "Refreshes, by how they ended: published, unchanged, refused by the gate, failed, held because another of its group was not good, skipped because the fetch before was still running, or paused by an operator.",
            "endpoint",
            "outcome"),
    FETCH_FAULTS(
            Kind.COUNTER, "freshet_fetch_faults", "Fetches that brought no payload, by reason.", "endpoint", "reason"),
    GATE_REFUSALS(Kind.COUNTER, "freshet_gate_refusals", "Payloads the gate refused, by reason.", "endpoint", "reason"),
    REFRESH_WAIT(
            Kind.GAUGE,
            "freshet_refresh_wait_seconds",
            "From one refresh to the next as things are: the interval, which may follow change and demand, or more while failures make it back off.",
            "endpoint"),
    TEMPLATE_RESOURCES(
            Kind.GAUGE,
            "freshet_template_resources",
            "Resources of an endpoint with variables in its path that are kept fresh now, about.",
            "endpoint"),
    FIRST_FETCHES(
            Kind.COUNTER,
            "freshet_first_fetches",
            "Requests for resources of an endpoint with variables in its path that were not kept fresh, by what the first fetch came to: came, missing, failed, late; or why there was none: collapsed with another's, remembered as missing, or crowded because first-fetches was reached.",
            "endpoint",
            "outcome"),
    RESOURCES_LEFT(
            Kind.COUNTER,
            "freshet_resources_left",
            "Resources of an endpoint with variables in its path that are no longer kept fresh: idle, crowded out by others that are asked for more often, or dismissed because the source has nothing any more.",
            "endpoint",
            "reason"),
    FETCHES(Kind.GAUGE, "freshet_fetches", "Fetches for endpoints under way at an upstream now.", "upstream"),
    FETCHES_WAITING(
            Kind.GAUGE,
            "freshet_fetches_waiting",
            "Fetches for endpoints that wait because upstreams.*.fetches are under way.",
            "upstream"),
    REFRESH_SECONDS(Kind.HISTOGRAM, "freshet_refresh_seconds", "From the tick to the refresh's end."),
    SNAPSHOT_AGE(
            Kind.GAUGE,
            "freshet_snapshot_age_seconds",
            "Since the snapshot was last confirmed by its source.",
            "endpoint"),
    SNAPSHOT_BYTES(
            Kind.GAUGE,
            "freshet_snapshot_bytes",
            "Size of the snapshot in each coding it is held in.",
            "endpoint",
            "coding"),
    SNAPSHOT_VERSION(
            Kind.GAUGE,
            "freshet_snapshot_version",
            "Number of the published version; grows by one with each.",
            "endpoint"),
    STATE_WRITES(
            Kind.COUNTER,
            "freshet_state_writes",
            "Files of snapshots written to the folder of state, by result: written or failed.",
            "result"),
    CACHE_BYTES(
            Kind.GAUGE,
            "freshet_cache_bytes",
            "Bytes held by the cache, all codings together. `pinned`: snapshots of exact endpoints; `bounded`: snapshots of templates' resources, within cache.size; `stored`: passed responses; `on-the-way`: passed responses on their way into the store; `being-read`: stored bodies, and those of versions that have been replaced, that slow clients have not got all of.",
            "kind"),
    CACHED_REQUESTS(
            Kind.COUNTER,
            "freshet_cached_requests",
            "Passed requests by how the cache of responses dealt with them: hit, stale, collapsed with another's fetch, miss, validation, bypass, or unsatisfied because nothing but a stored response was wanted.",
            "result"),
    AUTO_HOT_URLS(
            Kind.GAUGE,
            "freshet_auto_hot_urls",
            "Passed URLs that are refreshed because they are asked for so often (pass.auto-hot)."),
    STORE_CHANGES(
            Kind.COUNTER,
            "freshet_store_changes",
            "Responses stored, evicted for want of room, or invalidated.",
            "change"),
    STORED_RESPONSES(Kind.GAUGE, "freshet_stored_responses", "Responses stored now."),
    UPSTREAM_FAULTS(
            Kind.COUNTER,
            "freshet_upstream_faults",
            "Exchanges with an upstream that failed, by reason.",
            "upstream",
            "reason"),
    UPSTREAM_CONNECTIONS(
            Kind.GAUGE, "freshet_upstream_connections", "Connections to an upstream open now.", "upstream"),
    UPSTREAM_RETRIES(
            Kind.COUNTER,
            "freshet_upstream_retries",
            "Exchanges that were begun anew on another connection, by the reason why the first failed.",
            "upstream",
            "reason"),
    UPSTREAM_RETRIES_REFUSED(
            Kind.COUNTER,
            "freshet_upstream_retries_refused",
            "Exchanges that would have been begun anew, had retry-budget allowed it.",
            "upstream"),
    UPSTREAM_SERVER_UP(
            Kind.GAUGE,
            "freshet_upstream_server_up",
            "1 while requests go to the server, 0 while it is ejected or its health checks fail.",
            "upstream",
            "server"),
    UPSTREAM_EJECTIONS(
            Kind.COUNTER,
            "freshet_upstream_ejections",
            "Times a server was ejected, by the reason of the last failure; status is an answer of 500 or more.",
            "upstream",
            "server",
            "reason"),
    UPSTREAM_HEALTH_CHECKS(
            Kind.COUNTER,
            "freshet_upstream_health_checks",
            "Health checks of a server, by result: good, or what went wrong; status is an answer other than 200 to 299.",
            "upstream",
            "server",
            "result"),
    REDIS_CONNECTED(
            Kind.GAUGE,
            "freshet_redis_connected",
            "1 while connected to the Redis, of a cluster to every master, else 0.",
            "redis"),
    REDIS_LISTENING(
            Kind.GAUGE,
            "freshet_redis_listening",
            "1 while the Redis tells of changes as on-change and share want it, else 0; 0 as well where nothing has either.",
            "redis"),
    REDIS_CHANGES(
            Kind.COUNTER,
            "freshet_redis_changes",
            "Changes the Redis told of, by how: pubsub, keyspace, tracking; or reconnect, after which everything counts as changed.",
            "redis",
            "by"),
    SHARE_LEADING(
            Kind.GAUGE,
            "freshet_share_leading",
            "1 while this node of the fleet holds the lease of the endpoint, so that it alone asks the source, else 0.",
            "endpoint"),
    SHARED_FETCHES(
            Kind.COUNTER,
            "freshet_shared_fetches",
            "Fetches of endpoints that a fleet shares, by outcome: led, this node asked the source; taken or confirmed, another node had; nothing, none had since; lost, the lease went to another node meanwhile; alone, Redis did not answer, so this node asked the source itself.",
            "endpoint",
            "outcome");

    /** What a metric counts. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final Kind kind;
    private final String id;
    private final String help;
    private final List<String> labels;

    Metric(Kind kind, String id, String help, String... labels) {
        this.kind = kind;
        this.id = id;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** What it counts. */
    public Kind kind() {
        return kind;
    }

    /** The name without the {@code _total} that the exposition adds to counters. */
    public String id() {
        return id;
    }

    /** The name in the exposition. A histogram is exposed as this with {@code _bucket}, {@code _sum} and {@code _count}. */
    public String exposedName() {
        return kind == Kind.COUNTER ? id + "_total" : id;
    }

    /** One sentence for the operator. */
    public String help() {
        return help;
    }

    /** The names of its labels, in the order in which their values are given. */
    public List<String> labels() {
        return labels;
    }
}
