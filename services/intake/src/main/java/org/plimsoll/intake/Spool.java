package org.plimsoll.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Answers on their way to a client that may not read yet. Many clients send their whole file before
 * they read a byte of the answer; would the answers wait in memory, a large file filled it, and
 * would they wait in the connection, client and service waited for each other for ever. So they
 * wait in a temporary file, about 80 bytes for each line.
 */
final class Spool {
  private static final int READ_BYTES = 64 << 10;

  private final FileChannel file;
  private long written;
  private boolean complete;
  private boolean closed;
  private @Nullable Throwable failure;

  Spool() {
    try {
      Path path = Files.createTempFile("plimsoll-answers-", ".ndjson");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException("no room for answers in the temporary directory", e);
    }
  }

  /** Appends answers; for one thread. False when nobody reads them any more. */
  synchronized boolean append(byte[] answers) throws IOException {
    if (closed) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(answers);
    while (buffer.hasRemaining()) {
      written += file.write(buffer, written);
    }
    notifyAll();
    return true;
  }

  /** Nothing more comes. */
  synchronized void complete(@Nullable Throwable cause) {
    complete = true;
    failure = cause;
    notifyAll();
  }

  /** The answers from the beginning, as they come; to be subscribed to once. */
  Flux<DataBuffer> read(DataBufferFactory buffers, Scheduler blocking) {
    return Flux.<DataBuffer, Long>generate(
            () -> 0L,
            (position, sink) -> {
              try {
                ByteBuffer bytes = next(position);
                if (bytes == null) {
                  sink.complete();
                  return position;
                }
                int length = bytes.remaining();
                sink.next(buffers.wrap(bytes));
                return position + length;
              } catch (IOException e) {
                sink.error(e);
                return position;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                sink.error(e);
                return position;
              }
            },
            _ -> close())
        .subscribeOn(blocking);
  }

  private synchronized @Nullable ByteBuffer next(long position)
      throws IOException, InterruptedException {
    while (!closed && !complete && written == position) {
      wait();
    }
    if (closed || written == position) {
      if (failure != null) {
        throw new IOException("the input ended early", failure);
      }
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(READ_BYTES, written - position));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("the answers were cut off");
      }
    }
    return bytes.flip();
  }

  private synchronized void close() {
    closed = true;
    notifyAll();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
