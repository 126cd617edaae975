package org.plimsoll.audit.log;

/** A note, checkpoint, key or receipt that is not what it must be; the message says in what. */
public final class NoteException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public NoteException(String message) {
    super(message);
  }

  public NoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
