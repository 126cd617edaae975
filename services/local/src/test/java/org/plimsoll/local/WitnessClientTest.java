package org.plimsoll.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plimsoll.audit.OwnDirectory;
import org.plimsoll.audit.log.Frontier;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.Round;
import org.plimsoll.audit.log.SignatureType;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.log.SigningKey;
import org.plimsoll.audit.log.Statement;
import org.plimsoll.audit.log.VerifierKey;
import org.plimsoll.audit.witness.Witness;
import org.plimsoll.audit.witness.WitnessServer;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.verify.Failure;
import org.plimsoll.wire.TrailPartition;

class WitnessClientTest {
  private static final String ORIGIN = "plimsoll.test/log";

  @TempDir private Path directory = Path.of("");
  private final SigningKey key = SigningKey.generate(ORIGIN);
  private final VerifierKey verifier = key.verifier(SignatureType.NOTE);

  /** A log of so many rounds, of a trail of these entries. */
  private RootLog log(int rounds, String entries) {
    RootLog log = new RootLog(List.of(verifier));
    Frontier trail = new Frontier();
    for (int i = 1; i <= rounds; i++) {
      trail.append((entries + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      List<Statement> heads =
          List.of(
              new Statement.Head(new TrailPartition(Level.PROGRAM, 0), trail.size(), trail.root()));
      String text = log.next(ORIGIN, heads).text();
      log.add(new Round(heads, SignedNote.sign(text, List.of(key))));
    }
    return log;
  }

  @Test
  void aWitnessCosignsWhatOnlyGrewAndNothingElse() throws Exception {
    SigningKey own = SigningKey.generate("auditor.test/witness");
    try (OwnDirectory kept = OwnDirectory.open(directory)) {
      Witness witness =
          new Witness(
              own, Map.of(ORIGIN, List.of(verifier)), kept, InstantSource.fixed(Instant.EPOCH));
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (WitnessServer server = WitnessServer.start(witness, any)) {
        WitnessClient client =
            new WitnessClient(URI.create("http://127.0.0.1:" + server.address().getPort() + "/"));
        for (int rounds : new int[] {2, 2, 5}) {
          RootLog log = log(rounds, "entry ");
          SignedNote cosigned = client.cosigned(log);
          assertThat(cosigned.signers(List.of(verifier, witness.verifier()))).hasSize(2);
          log.add(new Round(List.of(), cosigned));
        }
        assertThatThrownBy(() -> client.cosigned(log(7, "rewritten ")))
            .isInstanceOf(Failure.class)
            .hasMessageContaining("does not cosign (422)");
        assertThatThrownBy(() -> client.cosigned(log(3, "entry ")))
            .isInstanceOf(Failure.class)
            .hasMessageContaining("the log was cut off");
      }
    }
  }
}
