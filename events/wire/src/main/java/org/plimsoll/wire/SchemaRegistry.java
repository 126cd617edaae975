package org.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry that speaks Confluent's REST interface. Ours rather than a serializer's own
 * client because the engine must tell "there is no such schema", which refuses an entry, from "the
 * registry does not answer", which must refuse nothing.
 */
public final class SchemaRegistry implements WriterSchemas {
  private static final String JSON = "application/vnd.schemaregistry.v1+json";

  /** The largest of our schemas has 25 named types. */
  private static final int MAX_REFERENCES = 200;

  /** For one question and its answer to the end, put twice if need be. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ObjectMapper json = new ObjectMapper();

  private final HttpClient http;
  private final Duration timeout;
  private final Map<Integer, Schema> byId;
  private final String base;

  /**
   * @param confluentUrl the address under which the interface lies, for example {@code
   *     http://127.0.0.1:8081} or, at Apicurio, {@code …/apis/ccompat/v7}
   */
  public SchemaRegistry(String confluentUrl) {
    this(confluentUrl, TIMEOUT);
  }

  SchemaRegistry(String confluentUrl, Duration timeout) {
    this.base = confluentUrl.replaceAll("/+$", "");
    this.timeout = timeout;
    this.byId = new ConcurrentHashMap<>();
    // Otherwise a client's first question offers to go on with HTTP/2, and now and then the
    // registry took the offer and never answered.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** The registry refused a schema because readers of an earlier version could not live with it. */
  public static final class IncompatibleSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompatibleSchemaException(String subject, String answer) {
      super("schema for " + subject + " is refused: " + answer);
    }
  }

  /**
   * Registers a schema, or finds it registered.
   *
   * @return the id that stands in front of every record written with it
   * @throws IncompatibleSchemaException when the subject's compatibility rule forbids it
   * @throws UncheckedIOException when the registry does not answer
   */
  public int register(String subject, Schema schema) {
    String body =
        json.createObjectNode()
            .put("schemaType", "AVRO")
            .put("schema", schema.toString())
            .toString();
    HttpResponse<String> answer =
        send(request("/subjects/" + segment(subject) + "/versions").POST(text(body)));
    if (answer.statusCode() == 409) {
      throw new IncompatibleSchemaException(subject, answer.body());
    }
    return tree(expectOk(answer)).path("id").asInt();
  }

  /**
   * Every later version of the subject must be readable by, and able to read, all earlier ones.
   *
   * @throws UncheckedIOException when the registry does not answer
   */
  public void requireFullCompatibility(String subject) {
    String path = "/config/" + segment(subject);
    String full = "{\"compatibility\":\"FULL_TRANSITIVE\"}";
    HttpResponse<String> answer = send(request(path).PUT(text(full)));
    if (answer.statusCode() == 409) {
      // Another thread or service set it between the registry's look and its write.
      answer = send(request(path).PUT(text(full)));
    }
    expectOk(answer);
  }

  @Override
  public Optional<Schema> byId(int id) {
    Schema known = byId.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    HttpResponse<String> answer = send(request("/schemas/ids/" + id).GET());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    Optional<Schema> schema = parsed(tree(expectOk(answer)));
    schema.ifPresent(s -> byId.put(id, s));
    return schema;
  }

  /** Some serializers register the named types of a schema one by one, as references. */
  private Optional<Schema> parsed(JsonNode registered) {
    Map<String, String> parts = new LinkedHashMap<>();
    addReferences(registered, parts);
    Schema.Parser parser = new Schema.Parser();
    try {
      parts.values().forEach(parser::parse);
      return Optional.of(parser.parse(registered.path("schema").asText()));
    } catch (AvroRuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * What a reference itself refers to comes before it; a part of a circle is not asked for again.
   */
  private void addReferences(JsonNode registered, Map<String, String> parts) {
    for (JsonNode reference : registered.path("references")) {
      String path =
          "/subjects/%s/versions/%d"
              .formatted(
                  segment(reference.path("subject").asText()), reference.path("version").asInt());
      if (parts.containsKey(path) || parts.size() >= MAX_REFERENCES) {
        continue;
      }
      HttpResponse<String> answer = send(request(path).GET());
      if (answer.statusCode() != 404) {
        JsonNode part = tree(expectOk(answer));
        parts.put(path, "");
        addReferences(part, parts);
        parts.remove(path);
        parts.put(path, part.path("schema").asText());
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Content-Type", JSON)
        .header("Accept", JSON + ", application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    if (http == null) {
      throw new IllegalStateException("schemas that are given are not registered or changed");
    }
    // Whatever is asked may be asked twice, and now and then a question is lost on its way.
    Duration first = timeout.dividedBy(3);
    return answered(http, request, first)
        .or(() -> answered(http, request, timeout.minus(first)))
        .orElseThrow(() ->
            unusable(
                "schema registry %s does not answer within %d ms"
                    .formatted(base, timeout.toMillis()),
                null));
  }

  /** Empty when the time is over. */
  private Optional<HttpResponse<String>> answered(
      HttpClient http, HttpRequest.Builder request, Duration within) {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    try {
      // A time-out of the request itself would end with the headers, and the body might never come.
      return Optional.of(answer.get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    } catch (ExecutionException e) {
      throw unusable("schema registry " + base + " does not answer", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw unusable("interrupted while asking " + base, e);
    }
  }

  private static UncheckedIOException unusable(String message, @Nullable Exception cause) {
    return new UncheckedIOException(message, new IOException(message, cause));
  }

  private HttpResponse<String> expectOk(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw unusable(
          "schema registry %s answered %d: %s"
              .formatted(answer.uri(), answer.statusCode(), answer.body()),
          null);
    }
    return answer;
  }

  private JsonNode tree(HttpResponse<String> answer) {
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpRequest.BodyPublisher text(String body) {
    return HttpRequest.BodyPublishers.ofString(body);
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
