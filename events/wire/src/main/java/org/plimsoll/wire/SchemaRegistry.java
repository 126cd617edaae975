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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A schema registry that speaks Confluent's REST interface. Ours rather than a serializer's own
 * client because the engine must tell "there is no such schema", which refuses an entry, from "the
 * registry does not answer", which must refuse nothing.
 */
public final class SchemaRegistry {
  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final String base;

  /**
   * @param confluentUrl the address under which the interface lies, for example {@code
   *     http://127.0.0.1:8081} or, at Apicurio, {@code …/apis/ccompat/v7}
   */
  public SchemaRegistry(String confluentUrl) {
    this.base = confluentUrl.replaceAll("/+$", "");
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
    HttpRequest.Builder put =
        request("/config/" + segment(subject)).PUT(text("{\"compatibility\":\"FULL_TRANSITIVE\"}"));
    HttpResponse<String> answer = send(put);
    // Apicurio refuses the second of two writers that begin at once; by now the rule is there.
    expectOk(answer.statusCode() == 409 ? send(put) : answer);
  }

  /**
   * The schema with this id; empty when the registry has none, or holds under it what is no Avro
   * schema.
   *
   * @throws UncheckedIOException when the registry does not answer
   */
  public Optional<Schema> byId(int id) {
    Schema known = byId.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    HttpResponse<String> answer = send(request("/schemas/ids/" + id).GET());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    try {
      Schema schema = parse(tree(expectOk(answer)), new Schema.Parser());
      byId.put(id, schema);
      return Optional.of(schema);
    } catch (AvroRuntimeException e) {
      return Optional.empty();
    }
  }

  /** Apicurio's serializer, left to its defaults, registers every named type by itself. */
  private Schema parse(JsonNode registered, Schema.Parser parser) {
    for (JsonNode reference : registered.path("references")) {
      String subject = segment(reference.path("subject").asText());
      String version = segment(reference.path("version").asText());
      parse(
          tree(expectOk(send(request("/subjects/" + subject + "/versions/" + version).GET()))),
          parser);
    }
    return parser.parse(registered.path("schema").asText());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(TIMEOUT)
        .header("Content-Type", JSON)
        .header("Accept", JSON + ", application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("schema registry " + base + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while asking " + base, e));
    }
  }

  private HttpResponse<String> expectOk(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new UncheckedIOException(
          new IOException(
              "schema registry %s answered %d: %s"
                  .formatted(answer.uri(), answer.statusCode(), answer.body())));
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
