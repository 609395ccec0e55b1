package dev.signalbox.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a host once, right before the connection that uses the answer: an address inside a network of one's own is
 * refused, also where a name points there only at the second look.
 */
final class PublicAddresses implements DnsResolver {

    /** IPv4 networks that are nobody's on the internet, by RFC 6890 and its followers; the last is a cloud's own host. */
    private static final List<Network> CLOSED = List.of(
            new Network("0.0.0.0", 8),
            new Network("10.0.0.0", 8),
            new Network("100.64.0.0", 10),
            new Network("127.0.0.0", 8),
            new Network("169.254.0.0", 16),
            new Network("172.16.0.0", 12),
            new Network("192.0.0.0", 24),
            new Network("192.0.2.0", 24),
            new Network("192.88.99.0", 24),
            new Network("192.168.0.0", 16),
            new Network("198.18.0.0", 15),
            new Network("198.51.100.0", 24),
            new Network("203.0.113.0", 24),
            new Network("224.0.0.0", 3),
            new Network("168.63.129.16", 32));

    /** Of IPv6 only global unicast is open, without what wraps IPv4 or is for documents. */
    private static final Network OPEN_V6 = new Network("2000::", 3);

    private static final List<Network> CLOSED_V6 = List.of(
            new Network("2001::", 23),
            new Network("2001:db8::", 32),
            new Network("2002::", 16),
            new Network("3fff::", 20));

    private final boolean allowPrivate;
    private final DnsResolver resolver;

    PublicAddresses(boolean allowPrivate, DnsResolver resolver) {
        this.allowPrivate = allowPrivate;
        this.resolver = resolver;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = resolver.resolve(host);
        if (!allowPrivate) {
            for (InetAddress address : found) {
                if (!open(address)) {
                    throw new Closed(host, address);
                }
            }
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    static boolean open(InetAddress address) {
        return address instanceof Inet4Address
                ? CLOSED.stream().noneMatch(network -> network.holds(address))
                : OPEN_V6.holds(address) && CLOSED_V6.stream().noneMatch(network -> network.holds(address));
    }

    private record Network(byte[] prefix, int bits) {

        Network(String address, int bits) {
            this(literal(address), bits);
        }

        private static byte[] literal(String address) {
            try {
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(address, impossible);
            }
        }

        boolean holds(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((bytes[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The host is, or is said to be, inside a private network. */
    static class Closed extends UnknownHostException {

        Closed(String host, InetAddress address) {
            super("%s is %s, which is not a public address; signalbox.webhook.allow-private would allow it"
                    .formatted(host, address.getHostAddress()));
        }
    }
}
