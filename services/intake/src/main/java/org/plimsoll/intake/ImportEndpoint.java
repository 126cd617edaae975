package org.plimsoll.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/** The import of a CSV file with the mapping that explains it, in two parts of one form. */
@RestController
final class ImportEndpoint {
  private static final Logger log = LoggerFactory.getLogger(ImportEndpoint.class);

  private final CsvImport imports;
  private final ExecutorService threads;
  private final Scheduler blocking;
  private final JsonMapper json;

  ImportEndpoint(
      CsvImport imports, ExecutorService blockingThreads, Scheduler blocking, JsonMapper json) {
    this.imports = imports;
    this.threads = blockingThreads;
    this.blocking = blocking;
    this.json = json;
  }

  /** The file as it arrived, and what could be said before the first row. */
  private record Opened(Path path, CsvFile file, Mapping mapping) {}

  @PostMapping(path = "/v1/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Mono<Void> start(ServerWebExchange exchange) {
    Caller.requireOperator(exchange);
    return exchange
        .getMultipartData()
        .flatMap(parts -> {
          Part mapping = parts.getFirst("mapping");
          Part file = parts.getFirst("file");
          if (mapping == null || file == null || parts.size() != 2) {
            return Mono.error(
                Problem.malformed(
                    "form",
                    "parts " + parts.keySet(),
                    "the parts 'mapping' (YAML) and 'file' (CSV)"));
          }
          return mappingText(mapping).flatMap(yaml -> open(yaml, file));
        })
        .publishOn(blocking)
        .flatMap(opened -> answer(exchange.getResponse(), opened));
  }

  private static Mono<String> mappingText(Part part) {
    return DataBufferUtils.join(part.content(), RequestSize.MAX_JSON_BYTES)
        .map(buffer -> {
          String text = buffer.toString(StandardCharsets.UTF_8);
          DataBufferUtils.release(buffer);
          return text;
        })
        .defaultIfEmpty("");
  }

  private Mono<Opened> open(String yaml, Part part) {
    return Mono.fromCallable(
            () -> {
              Mapping mapping = MappingReader.read(yaml);
              return new Received(mapping, Files.createTempFile("plimsoll-import-", ".csv"));
            })
        .subscribeOn(blocking)
        .flatMap(received ->
            DataBufferUtils.write(part.content(), received.path)
                .then(
                    Mono.fromCallable(() ->
                            new Opened(
                                received.path,
                                imports.open(received.path, received.mapping),
                                received.mapping))
                        .subscribeOn(blocking))
                .doOnError(_ -> delete(received.path))
                .doOnCancel(() -> delete(received.path)));
  }

  private record Received(Mapping mapping, Path path) {}

  private Mono<Void> answer(ServerHttpResponse response, Opened opened) {
    Spool answers = new Spool();
    var _ =
        threads.submit(() -> {
          run(opened, answers);
          return null;
        });
    response.setStatusCode(HttpStatus.OK);
    response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
    return response.writeAndFlushWith(
        answers.read(response.bufferFactory(), blocking).map(Mono::just));
  }

  private void run(Opened opened, Spool answers) throws IOException, InterruptedException {
    ImportReport report = new ImportReport(answers, json);
    Throwable failure = null;
    try (CsvFile file = opened.file) {
      imports.run(file, opened.mapping, report);
    } catch (Problem problem) {
      report.failed(problem);
    } catch (RuntimeException e) {
      log.error("import ended early", e);
      report.failed(Problem.ofOurs());
    } catch (IOException e) {
      log.error("import ended early", e);
      failure = e;
    } finally {
      delete(opened.path);
      answers.complete(failure);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
