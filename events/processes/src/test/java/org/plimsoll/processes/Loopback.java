package org.plimsoll.processes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Tells a port that is open on 127.0.0.1 only from one that is open on every address. */
final class Loopback {

  private Loopback() {}

  /** Linux answers on all of 127.0.0.0/8 for whoever listens on every address. */
  static boolean answersOnAnotherAddress(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.2", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
