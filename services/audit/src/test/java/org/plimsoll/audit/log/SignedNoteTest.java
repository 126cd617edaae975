package org.plimsoll.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  /** Keys, text and signatures that Go's sumdb/note is tested with. */
  private static final String PETER =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String ENOCH =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";

  private static final String PETER_SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;

  private static final String PETER_SIGNED =
      "\u2014 PeterNeumann"
          + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private static final String ENOCH_SIGNED =
      "\u2014 EnochRoot"
          + " rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

  @Test
  void aKnownKeySignsAsItIsKnownTo() throws Exception {
    byte[] typed = Base64.getDecoder().decode(PETER_SECRET);
    SigningKey peter =
        SigningKey.ofSeed("PeterNeumann", Arrays.copyOfRange(typed, 1, typed.length));

    assertThat(peter.verifier(SignatureType.NOTE)).hasToString(PETER);
    assertThat(SignedNote.sign(TEXT, List.of(peter))).hasToString(TEXT + "\n" + PETER_SIGNED);
    SigningKey again = SigningKey.ofPkcs8("PeterNeumann", peter.pkcs8());
    assertThat(again.verifier(SignatureType.NOTE)).hasToString(PETER);
  }

  @Test
  void signaturesOfKnownKeysAreCheckedAndOthersPassedOver() {
    SignedNote both = SignedNote.parse(TEXT + "\n" + PETER_SIGNED + ENOCH_SIGNED);
    VerifierKey peter = VerifierKey.parse(PETER);
    VerifierKey enoch = VerifierKey.parse(ENOCH);

    assertThat(both.text()).isEqualTo(TEXT);
    assertThat(both.signers(List.of(peter))).containsExactly(peter);
    assertThat(both.signers(List.of(peter, enoch))).containsExactly(peter, enoch);
    assertThat(both.signers(List.of())).isEmpty();
    SignedNote altered =
        SignedNote.parse(TEXT.replace("answer", "anchor") + "\n" + PETER_SIGNED + ENOCH_SIGNED);
    assertThatThrownBy(() -> altered.signers(List.of(peter)))
        .hasMessage("the signature of " + PETER + " is not its own");
  }

  @Test
  void everyManglingOfAKeyIsRefused() {
    for (int from = 0; from <= PETER.length(); from++) {
      for (int to = from + 1; to <= PETER.length(); to++) {
        if (from != 0 || to != PETER.length()) {
          String part = PETER.substring(from, to);
          assertThatThrownBy(() -> VerifierKey.parse(part)).isInstanceOf(NoteException.class);
        }
      }
    }
    for (int i = 0; i < PETER.length(); i++) {
      char[] mangled = PETER.toCharArray();
      mangled[i]++;
      assertThatThrownBy(() -> VerifierKey.parse(new String(mangled)))
          .isInstanceOf(NoteException.class);
    }
    assertThatThrownBy(() ->
            VerifierKey.parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
        .hasMessageContaining("its kind is 0x65");
  }

  @Test
  void whatIsNoNoteIsRefused() {
    String signed = TEXT + "\n" + PETER_SIGNED;
    List<String> bad =
        List.of(
            TEXT,
            TEXT + "\n",
            signed.substring(0, signed.length() - 1),
            "\u0001" + signed,
            TEXT + "\n" + PETER_SIGNED.replace("PeterNeumann", "Bad Name"),
            TEXT + "\n" + PETER_SIGNED.replace("PeterNeumann", "Bad+Name"),
            signed + "Unexpected line.\n",
            TEXT + "\n" + PETER_SIGNED.repeat(101));
    bad.forEach(
        note -> assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(NoteException.class));
    byte[] notUtf8 = ("x" + signed).getBytes(StandardCharsets.UTF_8);
    notUtf8[0] = (byte) 0xff;
    assertThatThrownBy(() -> SignedNote.parse(notUtf8)).hasMessage("note: expected UTF-8");
  }

  @Test
  void aCheckpointIsReadAsItWasWritten() {
    String text =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    Checkpoint checkpoint = Checkpoint.parse(text);

    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(checkpoint.text()).isEqualTo(text);
    for (String bad : List.of("020852163", "-1", "+1", "1.0", "", "99999999999999999999")) {
      assertThatThrownBy(() -> Checkpoint.parse(text.replace("20852163", bad)))
          .isInstanceOf(NoteException.class);
    }
  }

  @Test
  void aCosignatureIsOverTheCheckpointAndTheTime() {
    SigningKey witness = SigningKey.generate("witness.example.com/w1");
    SigningKey log = SigningKey.generate("example.com/log");
    Checkpoint checkpoint = new Checkpoint("example.com/log", 0, new TreeHasher().empty());
    SignedNote note = SignedNote.sign(checkpoint.text(), List.of(log));
    Instant at = Instant.ofEpochSecond(1_679_315_147);
    SignedNote cosigned = note.with(List.of(witness.cosign(checkpoint.text(), at)));
    VerifierKey key = witness.verifier(SignatureType.COSIGNATURE);

    assertThat(SignedNote.parse(cosigned.toString()).signers(List.of(key))).containsExactly(key);
    assertThat(cosigned.signers(List.of(witness.verifier(SignatureType.NOTE)))).isEmpty();
    assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
    assertThat(
            new String(
                VerifierKey.cosigned(checkpoint.text(), 1_679_315_147), StandardCharsets.UTF_8))
        .startsWith("cosignature/v1\ntime 1679315147\nexample.com/log\n0\n");
  }
}
