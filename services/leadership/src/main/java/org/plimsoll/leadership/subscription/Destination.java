package org.plimsoll.leadership.subscription;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook may be sent. A name is resolved once, here, and the call goes to the address that
 * was checked: what the name means a moment later does not matter.
 */
sealed interface Destination {
  /**
   * It may be called.
   *
   * @param address that was checked; no other may be connected to
   */
  record Open(URI uri, InetAddress address) implements Destination {}

  /** It may not be called, whatever happens. */
  record Shut(String why) implements Destination {}

  /** Nobody knows now where it is; perhaps later. */
  record Unresolved(String why) implements Destination {}

  /** Gives the addresses of a name. */
  interface Names {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  /** No receiver needs a longer one. */
  int MOST_CHARACTERS = 2_000;

  /** Letters, digits and hyphens as DNS has them; other scripts come as xn--. */
  Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  /** Four numbers without leading zeros; nothing else that some reader takes for an address. */
  Pattern DOTTED = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

  Pattern BRACKETED = Pattern.compile("\\[[0-9a-fA-F:.]{2,45}]");

  /** What is wrong with an address that nobody needs to be asked about. */
  enum Fault {
    ADDRESS("an address such as https://receiver.example/hook, at most 2000 characters"),
    SCHEME("https"),
    USER("no user name in the address"),
    FRAGMENT("no fragment in the address"),
    PORT("port 80, 443, or one from 1024 to 65535"),
    HOST("a host name in letters, digits and hyphens, or an address in its usual form");

    private final String expected;

    Fault(String expected) {
      this.expected = expected;
    }
  }

  /**
   * What can be said of an address without asking anybody.
   *
   * @return null when nothing is wrong with it
   */
  static @Nullable Fault wrongWith(String url) {
    URI uri;
    try {
      uri = url.length() > MOST_CHARACTERS ? null : new URI(url);
    } catch (URISyntaxException e) {
      uri = null;
    }
    if (uri == null || uri.getHost() == null || uri.isOpaque()) {
      return Fault.ADDRESS;
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Fault.SCHEME;
    }
    if (uri.getRawUserInfo() != null || uri.getRawAuthority().contains("@")) {
      return Fault.USER;
    }
    if (uri.getRawFragment() != null) {
      return Fault.FRAGMENT;
    }
    int port = uri.getPort();
    if (port != -1 && port != 80 && port != 443 && (port < 1024 || port > 65_535)) {
      return Fault.PORT;
    }
    String host = uri.getHost();
    if (!NAME.matcher(host).matches()
        && !DOTTED.matcher(host).matches()
        && !BRACKETED.matcher(host).matches()) {
      return Fault.HOST;
    }
    return null;
  }

  /**
   * Looks the name up and decides.
   *
   * @param attempt counts from 0: where a name has several addresses, each has its turn
   */
  static Destination of(String url, Networks networks, Names names, int attempt) {
    Fault wrong = wrongWith(url);
    if (wrong != null) {
      return new Shut("url: expected " + wrong.expected);
    }
    URI uri = URI.create(url);
    String host = uri.getHost();
    InetAddress[] found;
    try {
      found = names.addresses(host);
    } catch (UnknownHostException e) {
      return new Unresolved(host + " has no address");
    }
    if (found.length == 0) {
      return new Unresolved(host + " has no address");
    }
    // One that may not be called spoils them all: a name that means both means no good.
    List<InetAddress> shut =
        Arrays.stream(found).filter(address -> !networks.permits(address)).toList();
    if (!shut.isEmpty()) {
      return new Shut(
          "%s is %s: a network that is not called unless configuration allows it"
              .formatted(host, shut.getFirst().getHostAddress()));
    }
    InetAddress address = found[attempt % found.length];
    if ("http".equalsIgnoreCase(uri.getScheme()) && !networks.allows(address)) {
      return new Shut("http goes only to networks that configuration allows; use https");
    }
    return new Open(uri, address);
  }
}
