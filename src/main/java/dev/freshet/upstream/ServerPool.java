package dev.freshet.upstream;

import dev.freshet.observe.Fault;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The connections of one event loop to one server: those in use, and those kept for the next request. Confined to the loop. */
final class ServerPool implements ServerChoice.Candidate {
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final LoopPool pool;
    private final URI uri;
    private final Transport transport;
    private final UpstreamTls tls;
    private final ServerHealth health;
    private final int limit;
    private final int idleLimit;
    private final InetSocketAddress address;
    private final Bootstrap bootstrap;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private int load;

    /** Within {@code share} to the server {@code uri}. */
    ServerPool(LoopPool pool, UpstreamParts parts, URI uri, ServerHealth health, LoopShare share) {
        this.pool = pool;
        this.uri = uri;
        this.transport = parts.transport();
        this.tls = parts.tls();
        this.health = health;
        this.limit = share.connections();
        this.idleLimit = share.idleConnections();
        this.address = ServerAddress.of(uri);
        this.bootstrap = new Bootstrap()
                .group(pool.loop())
                .resolver(transport.resolver())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER);
        if (!address.isUnresolved()) {
            bootstrap.disableResolver();
        }
    }

    @Override
    public boolean available() {
        return !idle.isEmpty() || connections.size() < limit;
    }

    @Override
    public int load() {
        return load;
    }

    @Override
    public ServerHealth health() {
        return health;
    }

    /** An exchange was answered to its end. */
    void answered(int status) {
        if (health.isFailure(status)) {
            health.failed(status, pool.nanoTime(), pool.jitter());
        } else {
            health.succeeded();
        }
    }

    /** A connection failed. That a kept one is closed is the server's right, and says nothing about it. */
    void failed(Fault fault, Reach reach) {
        boolean stale = reach == Reach.STALE && fault.reason() == Fault.Reason.CLOSED;
        if (!stale && fault.reason().side() == Fault.Side.UPSTREAM) {
            health.failed(fault, pool.nanoTime(), pool.jitter());
        }
    }

    /** The value of Host for requests that name none. */
    String authority() {
        return uri.getRawAuthority();
    }

    /** The server, for faults. */
    String label() {
        return health.label();
    }

    boolean secure() {
        return ServerAddress.secure(uri);
    }

    /** Puts TLS in front where the server wants it; returns how this side of the connection is ended. */
    HalfClose installTls(ChannelPipeline pipeline, Connection connection) {
        return secure() ? tls.install(pipeline, uri, connection) : HalfClose.OF_TCP;
    }

    /** Gives the exchange a connection, the one used last if any is idle; only while {@link #available()}. */
    void take(Call call) {
        claim();
        for (Connection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (kept.usable()) {
                kept.start(call);
                return;
            }
            kept.discard();
        }
        dial(call);
    }

    /** Gives the exchange a new connection; only while {@link #available()}. One kept may have died of the same cause. */
    void takeFresh(Call call) {
        claim();
        Connection oldest = connections.size() < limit ? null : idle.peekLast();
        if (oldest != null) {
            oldest.discard();
        }
        dial(call);
    }

    /** After a back-off the exchange tries the server for all others; only then does the time matter. */
    private void claim() {
        if (!health.trusted()) {
            health.claim(pool.nanoTime());
        }
    }

    private void dial(Call call) {
        Channel channel;
        try {
            channel = transport.channels().newChannel();
        } catch (ChannelException e) {
            call.failLater(new Fault(Fault.Reason.CONNECT, label() + ": " + Causes.describe(e)));
            return;
        }
        Connection connection = new Connection(this, pool, channel, call);
        connections.add(connection);
        bound();
        pool.opened();
        bootstrap
                .clone()
                .channelFactory(() -> channel)
                .handler(initializer(connection))
                .connect(address)
                .addListener(done -> pool.loop().execute(() -> connection.connected(done.cause())));
    }

    /** A connection carries, or is made for, one exchange more. */
    void bound() {
        load++;
    }

    /** A connection carries one exchange less. */
    void unbound() {
        load--;
    }

    /** The connection has nothing to do: it is kept, unless enough are, or the upstream is closed and nothing waits. */
    void rested(Connection connection) {
        if (pool.keeps() && idle.size() < idleLimit) {
            idle.addFirst(connection);
        } else {
            connection.discard();
        }
    }

    /** The connection is closed. */
    void gone(Connection connection) {
        connections.remove(connection);
        idle.remove(connection);
        pool.closed();
    }

    /** The connection has become a tunnel: it is none of those that exchanges share, until it closes. */
    void tunnelled(Connection connection) {
        connections.remove(connection);
    }

    /** A tunnel has closed. */
    void tunnelClosed() {
        unbound();
        pool.closed();
        pool.releaseTunnel();
    }

    /** Closes what is idle. */
    void closeIdle() {
        List.copyOf(idle).forEach(Connection::discard);
    }

    /** Lets each connection look at the time. */
    void sweep(long nanos) {
        for (Connection each : connections.toArray(Connection[]::new)) {
            each.sweep(nanos);
        }
    }

    private static ChannelInitializer<Channel> initializer(Connection connection) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                connection.assemble(channel.pipeline());
            }
        };
    }
}
