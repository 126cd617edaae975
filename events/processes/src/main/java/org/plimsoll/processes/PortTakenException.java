package org.plimsoll.processes;

/** A port that somebody else listens on already. */
public final class PortTakenException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(int port, String wantedBy) {
    super(
        "port %d on 127.0.0.1 is taken%s; %s wanted it: stop that process or choose another port"
            .formatted(port, holder(port), wantedBy));
    this.port = port;
  }

  /** The port that was wanted. */
  public int port() {
    return port;
  }

  private static String holder(int port) {
    return PortHolder.of(port)
        .map(process ->
            " by process %d (%s)"
                .formatted(process.pid(), process.info().command().orElse("of another user")))
        .orElse("");
  }
}
