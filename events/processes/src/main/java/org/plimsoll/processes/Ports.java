package org.plimsoll.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on 127.0.0.1. */
public final class Ports {

  /**
   * Below the range that Linux takes outgoing connections from (32768 and up): a client that keeps
   * trying the port of a killed server would otherwise, sooner or later, be given that very port
   * and connect to itself.
   */
  private static final int LOWEST = 20_000;

  private static final int COUNT = 12_000;

  private static final int CONNECT_MILLIS = 500;

  /** Begins anywhere, so that two processes seldom try the same ports at the same time. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private Ports() {}

  /**
   * A port that nobody listens on at this moment, and that was not given to another caller in this
   * process. Nothing reserves it against other processes.
   */
  public static int free() {
    while (true) {
      int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
  }

  /** The port itself, or a free one for 0. */
  static int orFree(int port) {
    return port == 0 ? free() : port;
  }

  /**
   * Checks a port before a child is started that would listen on it.
   *
   * @throws PortTakenException if somebody listens on it
   */
  public static void requireFree(int port, String wantedBy) {
    if (!isFree(port)) {
      throw new PortTakenException(port, wantedBy);
    }
  }

  /** Whether a connection to the port succeeds. */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(address(port), CONNECT_MILLIS);
      return socket.getLocalPort() != port;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (IOException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
