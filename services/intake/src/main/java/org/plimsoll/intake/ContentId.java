package org.plimsoll.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * Event ids that say what the event says: importing the same row again gives the same id, so that
 * nothing is taken twice.
 */
final class ContentId {
  private ContentId() {}

  /**
   * A UUID of version 8 (RFC 9562: of one's own making) from SHA-256.
   *
   * @param portfolioId keeps equal rows of two portfolios apart
   * @param unnamed the event with the same placeholder as its id every time
   */
  static String of(String portfolioId, SpecificRecord unnamed) {
    byte[] scope = (portfolioId + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] avro = Submission.avro(unnamed);
    byte[] named = ByteBuffer.allocate(scope.length + avro.length).put(scope).put(avro).array();
    ByteBuffer hash = ByteBuffer.wrap(Token.sha256(named));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
