package dev.freshet.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetSocketAddress;

/**
 * What upstreams connect with; shared by all of them and closed by whoever made it. Thread-safe: its parts are.
 *
 * @param loops the event loops exchanges may be opened on
 * @param channels makes unconnected TCP channels that fit the loops
 * @param resolver finds addresses without blocking a loop
 */
public record Transport(
        EventLoopGroup loops,
        ChannelFactory<? extends Channel> channels,
        AddressResolverGroup<InetSocketAddress> resolver) {

    /** A transport that asks the name servers of the machine over {@code datagrams}, and over TCP for long answers. */
    public static Transport of(
            EventLoopGroup loops,
            ChannelFactory<? extends SocketChannel> channels,
            ChannelFactory<? extends DatagramChannel> datagrams) {
        DnsNameResolverBuilder names =
                new DnsNameResolverBuilder().datagramChannelFactory(datagrams).socketChannelFactory(channels);
        return new Transport(loops, channels, new DnsAddressResolverGroup(names));
    }
}
