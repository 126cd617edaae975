package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plimsoll.processes.Ports;
import org.plimsoll.verify.Failure;

class AddressesTest {

  @Test
  void theUsualPortsAreTakenWhereTheyAreFree() {
    var chosen = Addresses.choose(_ -> true);
    assertThat(chosen.addresses())
        .isEqualTo(new Addresses(7400, 7401, 7402, 7403, 7410, 7411, 7412, 7413, 7414));
    assertThat(chosen.remarks()).isEmpty();
  }

  @Test
  void aTakenPortIsReplacedAndSaid() {
    Set<Integer> taken = Set.of(7401, 7500);
    var chosen = Addresses.choose(port -> !taken.contains(port));
    assertThat(chosen.addresses().intake()).isEqualTo(7501);
    assertThat(chosen.addresses().leadership()).isEqualTo(7400);
    assertThat(chosen.remarks())
        .containsExactly("port 7401 is taken; intake listens on 7501 instead");
  }

  @Test
  void noTwoAreGivenTheSamePort() {
    var a = Addresses.choose(port -> port >= 7500).addresses();
    assertThat(
            Set.of(
                a.leadership(),
                a.intake(),
                a.escalation(),
                a.log(),
                a.kafka(),
                a.kafkaController(),
                a.registry(),
                a.registryManagement(),
                a.postgres()))
        .hasSize(9);
  }

  @Test
  void whoAsksForPortsIsToldWhichAreTakenAndByWhom() throws IOException {
    int base = Ports.free();
    try (var _ = new ServerSocket(base + 1, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Addresses.exactly(base))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("port " + (base + 1))
          .hasMessageContaining("intake")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }
}
