package org.plimsoll.intake;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Refusal;
import tools.jackson.databind.JsonNode;

/** Where something is, or is missing, in a body, and what cannot be read there. */
final class Place {
  private final @Nullable Place around;
  private final String name;
  private final int element;
  private final JsonNode node;
  private final Refusals refusals;
  private final Set<String> unread = new HashSet<>();

  private Place(
      @Nullable Place around, String name, int element, JsonNode node, Refusals refusals) {
    this.around = around;
    this.name = name;
    this.element = element;
    this.node = node;
    this.refusals = refusals;
  }

  static Place body(JsonNode node) {
    return new Place(null, "", -1, node, new Refusals());
  }

  Place member(String name) {
    return new Place(this, name, -1, node.path(name), refusals);
  }

  /** Of a list. */
  Place element(int number) {
    return new Place(this, "", number, node.path(number), refusals);
  }

  /** As it is called in an answer: {@code risks[3].name}. */
  private String path() {
    if (around == null) {
      return "";
    }
    String before = around.path();
    if (element >= 0) {
      return "%s[%d]".formatted(before, element);
    }
    return before.isEmpty() ? name : before + "." + name;
  }

  /** In the order of the body; what is absent is behind what is there. */
  static int compare(Place one, Place other) {
    return Arrays.compare(one.numbers(), other.numbers());
  }

  private int[] numbers() {
    if (around == null) {
      return new int[0];
    }
    int[] before = around.numbers();
    int[] numbers = Arrays.copyOf(before, before.length + 1);
    numbers[before.length] = element >= 0 ? element : around.numberOf(name);
    return numbers;
  }

  private int numberOf(String member) {
    int number = List.copyOf(node.propertyNames()).indexOf(member);
    return number < 0 ? Integer.MAX_VALUE : number;
  }

  /** What is here cannot be read, or is missing. */
  void refuse(Refusal.Reason reason, String value, String expected) {
    refuseUnasked(reason, value, expected);
    for (Place place = this; place.around != null; place = place.around) {
      place.around.unread.add(place.name);
    }
  }

  /** What is here ought not to be; the rest can be read without it. */
  void refuseUnasked(Refusal.Reason reason, String value, String expected) {
    refusals.add(this, new Refusal(reason, path(), value, expected));
  }

  /**
   * Of the body: it cannot be taken as it was read. What is said of a member that could not be read
   * is left out, because it is said of what stands in for it.
   */
  void refuse(List<Refusal> read) {
    for (Refusal refusal : read) {
      // Avro's name of what is a plain decimal in JSON.
      String field = refusal.field().replace("TenThousandths", "");
      if (!unread.contains(field)) {
        refusals.add(member(field.split("\\.", 2)[0]), refusal);
      }
    }
  }

  /** Whether everything could be read that was asked for in here. */
  boolean isRead() {
    return unread.isEmpty();
  }

  /** Whether this member could be read, with all that was asked for in it. */
  boolean isRead(String member) {
    return !unread.contains(member);
  }

  /**
   * To be called of the whole body, before anything is done with it.
   *
   * @throws Problem naming everything that is wrong
   */
  void raise() {
    refusals.raise();
  }
}
