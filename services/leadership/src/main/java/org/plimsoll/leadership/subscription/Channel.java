package org.plimsoll.leadership.subscription;

/** The way in which somebody is told. Each has its own address and its own notion of arrival. */
public sealed interface Channel {
  /** As it is stored and shown. */
  String name();

  /**
   * A system is called; it arrived when it answered with 2xx.
   *
   * @param url as it was given; whether it may be called is decided at each call
   */
  record Webhook(String url) implements Channel {
    @Override
    public String name() {
      return "WEBHOOK";
    }
  }

  /** Whoever is told gets a letter at their own address; it arrived when a mail server took it. */
  record Mail() implements Channel {
    @Override
    public String name() {
      return "MAIL";
    }
  }
}
