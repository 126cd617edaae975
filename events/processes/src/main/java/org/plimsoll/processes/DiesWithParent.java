package org.plimsoll.processes;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every child JVM: runs the real main class and ends the process when its parent
 * is gone, however the parent went.
 *
 * <p>The parent holds the other end of this process's standard input and never writes to it; the
 * kernel closes that end when the parent dies, {@code kill -9} included.
 *
 * <p>Needs nothing but the JDK: it stands alone in a jar on the child's class path.
 */
public final class DiesWithParent {

  /** How long an orderly exit may take before the process is halted, in milliseconds. */
  private static final long EXIT_MILLIS = 10_000;

  private DiesWithParent() {}

  /**
   * Runs {@code args[0]} with the other arguments.
   *
   * @throws Throwable what the real main method threw
   */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] args) throws Throwable {
    Thread.ofPlatform().daemon().name("parent-watch").start(DiesWithParent::exitAtEndOfInput);
    try {
      Class.forName(args[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing; whatever comes is not for us.
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    Thread.ofPlatform().daemon().name("halt").start(DiesWithParent::haltSoon);
    System.exit(0);
  }

  private static void haltSoon() {
    try {
      Thread.sleep(EXIT_MILLIS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody did, halting now is right.
    }
    Runtime.getRuntime().halt(1);
  }
}
