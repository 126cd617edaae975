package org.plimsoll.leadership.subscription;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which addresses may be called: those of the public Internet, and what configuration adds. The
 * lists follow the registries of special purpose addresses (RFC 6890 and its updates).
 *
 * @param allowed besides the public ones
 */
record Networks(List<Network> allowed) {
  /**
   * All addresses that begin with the same bits.
   *
   * @param first four or sixteen bytes
   */
  record Network(InetAddress first, int bits) {
    private static final Pattern FORM =
        Pattern.compile("(([0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)/([0-9]{1,3})");

    /**
     * @param text such as 10.2.0.0/16 or fd12::/32
     * @throws IllegalArgumentException when it is not of that form
     */
    static Network of(String text) {
      var parts = FORM.matcher(text);
      try {
        if (parts.matches()) {
          // A text of digits, dots and colons is never looked up.
          InetAddress first = InetAddress.getByName(parts.group(1));
          int bits = Integer.parseInt(parts.group(3));
          if (bits <= first.getAddress().length * 8) {
            return new Network(first, bits);
          }
        }
      } catch (UnknownHostException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          text + " - expected a network such as 10.2.0.0/16 or fd12::/32");
    }

    boolean holds(InetAddress address) {
      byte[] one = first.getAddress();
      byte[] other = address.getAddress();
      if (one.length != other.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Network> SPECIAL_V4 =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** All that is public lies here, less what follows. */
  private static final Network GLOBAL_V6 = Network.of("2000::/3");

  /** Among them those that carry an address of the older kind, which could be any. */
  private static final List<Network> SPECIAL_V6 =
      networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48");

  Networks {
    allowed = List.copyOf(allowed);
  }

  /** Whether configuration names a network that holds it. */
  boolean allows(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.holds(address));
  }

  /**
   * Whether it may be called. An address that is mapped from the older kind is one of those here.
   */
  boolean permits(InetAddress address) {
    return allows(address) || isPublic(address);
  }

  private static boolean isPublic(InetAddress address) {
    return address.getAddress().length == 4
        ? SPECIAL_V4.stream().noneMatch(network -> network.holds(address))
        : GLOBAL_V6.holds(address)
            && SPECIAL_V6.stream().noneMatch(network -> network.holds(address));
  }

  private static List<Network> networks(String... texts) {
    return List.of(texts).stream().map(Network::of).toList();
  }
}
