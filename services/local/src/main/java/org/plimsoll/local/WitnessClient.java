package org.plimsoll.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.plimsoll.audit.log.Checkpoint;
import org.plimsoll.audit.log.NoteException;
import org.plimsoll.audit.log.RootLog;
import org.plimsoll.audit.log.SignedNote;
import org.plimsoll.audit.witness.AddCheckpoint;
import org.plimsoll.verify.Failure;

/** Asks a witness to cosign the newest checkpoint (C2SP tlog-witness). */
record WitnessClient(URI address) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int CONFLICT = 409;

  /**
   * The newest checkpoint with the witness's signatures.
   *
   * @throws Failure when the witness does not cosign, saying what it said
   */
  SignedNote cosigned(RootLog log) {
    SignedNote note = log.last().orElseThrow().note();
    // It says by itself where it is.
    HttpResponse<String> answer = send(new AddCheckpoint(0, List.of(), note));
    if (answer.statusCode() == CONFLICT) {
      long size = size(answer.body());
      if (size > log.tree().size()) {
        throw new Failure(
            "witness %s has seen %d statements of this log, which has %d: the log was cut off"
                .formatted(address, size, log.tree().size()));
      }
      answer = send(new AddCheckpoint(size, log.tree().consistency(size, log.tree().size()), note));
    }
    if (answer.statusCode() != OK) {
      throw new Failure(
          "witness %s does not cosign (%d): %s"
              .formatted(address, answer.statusCode(), answer.body().strip()));
    }
    try {
      return note.with(SignedNote.parse(note + answer.body()).signatures());
    } catch (NoteException e) {
      throw new Failure("witness " + address + " answered with no signature", e);
    }
  }

  private long size(String body) {
    try {
      return Checkpoint.size(body.strip());
    } catch (NoteException e) {
      throw new Failure("witness " + address + " answered with no size: " + body, e);
    }
  }

  private HttpResponse<String> send(AddCheckpoint request) {
    String base = address.toString().replaceAll("/+$", "");
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(base + "/add-checkpoint"))
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofString(request.toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(post, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Failure("witness " + address + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while asking witness " + address, e);
    }
  }
}
