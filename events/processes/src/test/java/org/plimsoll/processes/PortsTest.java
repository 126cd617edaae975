package org.plimsoll.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortsTest {

  @Test
  void aFreePortIsBelowThoseOfOutgoingConnections() {
    assertThat(Ports.free()).isBetween(20_000, 32_000);
  }

  @Test
  void aTakenPortIsNamedWithWhoWantedItAndWhoHasIt() throws Exception {
    try (var holder = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress())) {
      int port = holder.getLocalPort();

      assertThatThrownBy(() -> Ports.requireFree(port, "the test"))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("the test wanted it");
    }
  }
}
