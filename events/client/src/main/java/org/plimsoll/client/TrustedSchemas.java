package org.plimsoll.client;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.plimsoll.schema.StatusChange;

/**
 * Avro makes objects of trusted classes only. An agency would have to name ours in a system
 * property of its own program; this adds them to whatever the program trusts already.
 */
final class TrustedSchemas {
  private static final String PACKAGE = StatusChange.class.getPackageName();

  private TrustedSchemas() {}

  static void trust() {
    ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
    ClassSecurityPredicate ours = type -> type.getPackageName().equals(PACKAGE);
    ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(before, ours));
  }
}
