package org.plimsoll.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The policies that are shipped: laws and standards as they are written. */
public final class Presets {
  /** Their names, as the command line takes them. */
  public static final List<String> NAMES =
      List.of("prince2", "nunn-mccurdy", "nasa", "us-it-dashboard", "uk-gmpp");

  private Presets() {}

  /** The text of a preset, with its comments; empty where there is none of this name. */
  public static Optional<String> text(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    try (InputStream file = Presets.class.getResourceAsStream("/policies/" + name + ".yaml")) {
      if (file == null) {
        throw new IllegalStateException("the preset " + name + " is not packaged");
      }
      return Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
