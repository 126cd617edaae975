package org.plimsoll.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document of the interface says what the interface does, on a house that is open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DescriptionLaws {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private String text;
  private ObjectNode document;
  private String subscription;
  private String delivery;
  private String view;

  abstract House house();

  @BeforeAll
  void read() throws Exception {
    text = Client.get(house().url("/v1/openapi.json")).body();
    document = (ObjectNode) JSON.readTree(text);
    // A property that is not described is as wrong as one that is and does not come.
    for (JsonNode schema : document.path("components").path("schemas")) {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    }
    HttpResponse<String> answer =
        send(
            "POST",
            "/v1/subscriptions",
            "{\"title\": \"Costs\", \"channel\": \"WEBHOOK\", \"url\": \"https://receiver.example/\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode made = Client.problem(answer);
    subscription = made.path("subscription").path("id").asString();
    delivery =
        Client.problem(send("POST", "/v1/subscriptions/" + subscription + "/test", ""))
            .path("delivery")
            .asString();
    view =
        Client.problem(send("POST", "/v1/views", "{\"title\": \"Costs\", \"page\": \"/board\"}"))
            .path("id")
            .asString();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(house().url(path)))
            .header("Content-Type", "application/json")
            .header("Authorization", SignIns.basic(SignIns.AUDITOR))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itIsOpenApi31() {
    assertThat(document.path("openapi").asString()).startsWith("3.1");
    SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(text);
    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getPaths()).hasSizeGreaterThan(20);
  }

  @Test
  void itHasEveryHandlerAndNothingElse() {
    Set<String> there = new TreeSet<>();
    house()
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((mapping, method) ->
            mapping
                .getPatternsCondition()
                .getPatterns()
                .forEach(pattern ->
                    mapping.getMethodsCondition().getMethods().stream()
                        .filter(each -> pattern.getPatternString().startsWith("/v1/"))
                        .forEach(each -> there.add(each + " " + pattern.getPatternString()))));
    Set<String> described = new TreeSet<>();
    operations((path, method, operation) -> described.add(method + " " + path));
    assertThat(described).isEqualTo(there).hasSizeGreaterThan(30);
  }

  @Test
  void everythingInItIsSaid() {
    List<String> silent = new ArrayList<>();
    operations((path, method, operation) -> {
      if (operation.path("description").asString("").isBlank()) {
        silent.add(method + " " + path);
      }
      operation
          .path("parameters")
          .forEach(each -> {
            if (each.path("description").asString("").isBlank()) {
              silent.add(method + " " + path + " " + each.path("name").asString());
            }
          });
    });
    assertThat(silent).isEmpty();
  }

  /** The service itself says which parameters it knows. */
  @Test
  void eachHandlerKnowsTheParametersThatAreDescribedAndNoOther() {
    List<String> wrong = new ArrayList<>();
    operations((path, method, operation) -> {
      if (!method.equals("GET")) {
        return;
      }
      Set<String> described = new TreeSet<>();
      operation
          .path("parameters")
          .forEach(each -> {
            if (each.path("in").asString().equals("query")) {
              described.add(each.path("name").asString());
            }
          });
      HttpResponse<String> answer = Client.get(house().url(filled(path, operation) + "?zzz=1"));
      String expected = Client.problem(answer).path("expected").asString("");
      String known = expected.substring(expected.indexOf('[') + 1, expected.lastIndexOf(']'));
      Set<String> there = new TreeSet<>(List.of(known.split(", ", -1)));
      there.remove("");
      if (answer.statusCode() != 400 || !there.equals(described)) {
        wrong.add(path + " knows " + there + ", described are " + described);
      }
    });
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyExampleIsAnsweredAsDescribed() {
    List<String> wrong = new ArrayList<>();
    operations((path, method, operation) -> {
      if (!method.equals("GET") || path.endsWith("/stream")) {
        return;
      }
      String plain = filled(path, operation);
      wrong.addAll(asked(plain, path, operation));
      String sample = operation.path("x-codeSamples").path(0).path("source").asString();
      String shown = sample.substring(sample.indexOf("HOST") + 4, sample.length() - 1);
      wrong.addAll(asked(own(shown), path, operation));
      operation
          .path("parameters")
          .forEach(each -> {
            if (each.path("in").asString().equals("query") && each.has("example")) {
              String example = own(each.path("example").asString());
              wrong.addAll(
                  asked(
                      plain + "?" + each.path("name").asString() + "=" + escaped(example),
                      path,
                      operation));
            }
          });
    });
    assertThat(wrong).isEmpty();
  }

  /** Each value that is described is taken, and others are refused with the field's name. */
  @Test
  void constraintsAreThoseThatAreDescribed() {
    List<String> wrong = new ArrayList<>();
    operations((path, method, operation) -> {
      if (!method.equals("GET") || path.endsWith("/stream")) {
        return;
      }
      String plain = filled(path, operation);
      for (JsonNode each : operation.path("parameters")) {
        JsonNode schema = each.path("schema");
        if (!each.path("in").asString().equals("query")) {
          continue;
        }
        String name = each.path("name").asString();
        List<String> bad = new ArrayList<>();
        if (schema.has("enum")) {
          bad.add("ANYTHING");
          schema
              .path("enum")
              .forEach(value -> {
                String at = plain + "?" + name + "=" + value.asString();
                if (Client.get(house().url(at)).statusCode() != 200) {
                  wrong.add(at + " is refused");
                }
              });
        }
        if (schema.has("maximum")) {
          bad.add(String.valueOf(schema.path("maximum").asLong() + 1));
          bad.add(String.valueOf(schema.path("minimum").asLong() - 1));
        }
        if (schema.has("pattern")) {
          bad.add("../etc");
        }
        if (name.equals("cursor")) {
          bad.add("abc");
        }
        for (String value : bad) {
          HttpResponse<String> answer =
              Client.get(house().url(plain + "?" + name + "=" + escaped(value)));
          if (answer.statusCode() != 400
              || !Client.problem(answer).path("field").asString().equals(name)) {
            wrong.add(plain + "?" + name + "=" + value + " answers " + answer.statusCode());
          }
          wrong.addAll(invalid(answer, path, operation));
        }
      }
    });
    assertThat(wrong).isEmpty();
  }

  @Test
  void aRefusalIsAsDescribed() {
    List<String> wrong = new ArrayList<>();
    operations((path, method, operation) -> {
      HttpResponse<String> nobody;
      try {
        nobody =
            HTTP.send(
                HttpRequest.newBuilder(URI.create(house().url(filled(path, operation))))
                    .header("Authorization", "Bearer forged")
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      if (nobody.statusCode() != 401) {
        wrong.add(method + " " + path + " answers " + nobody.statusCode() + " to nobody");
      }
      wrong.addAll(invalid(nobody, path, operation));
      if (method.equals("GET") && path.contains("{id}")) {
        HttpResponse<String> none =
            Client.get(house().url(path.replace("{id}", "there-is-no-such-thing")));
        if (none.statusCode() != 404) {
          wrong.add(path + " answers " + none.statusCode() + " where nothing is");
        }
        wrong.addAll(invalid(none, path, operation));
      }
    });
    assertThat(wrong).isEmpty();
  }

  /** What is wrong with the answer to a request that is fine. */
  private List<String> asked(String at, String path, JsonNode operation) {
    HttpResponse<String> answer = Client.get(house().url(at));
    if (answer.statusCode() != 200) {
      return List.of(at + " answers " + answer.statusCode() + ": " + answer.body());
    }
    return invalid(answer, path, operation);
  }

  private List<String> invalid(HttpResponse<String> answer, String path, JsonNode operation) {
    JsonNode response = operation.path("responses").path(String.valueOf(answer.statusCode()));
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    JsonNode schema = response.path("content").path(type.replaceFirst(";.*", "")).path("schema");
    if (schema.isMissingNode()) {
      return List.of(path + ": " + answer.statusCode() + " of " + type + " is not described");
    }
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", document.path("components"));
    whole.setAll((ObjectNode) schema);
    Schema known = schemas.getSchema(whole.toString(), InputFormat.JSON);
    return known.validate(answer.body(), InputFormat.JSON).stream()
        .map(Error::toString)
        .map(each -> path + " " + answer.statusCode() + ": " + each)
        .limit(5)
        .toList();
  }

  private interface Each {
    void of(String path, String method, JsonNode operation);
  }

  private void operations(Each each) {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        each.of(
            path.getKey(),
            operation.getKey().toUpperCase(java.util.Locale.ROOT),
            operation.getValue());
      }
    }
  }

  /** The path with the examples of its parameters. */
  private String filled(String path, JsonNode operation) {
    String filled = path;
    for (JsonNode each : operation.path("parameters")) {
      if (each.path("in").asString().equals("path")) {
        filled =
            filled.replace(
                "{" + each.path("name").asString() + "}", escaped(each.path("example").asString()));
      }
    }
    return own(filled);
  }

  /** The service draws these ids, so an example can only say what they look like. */
  private String own(String example) {
    return example
        .replace("sub_0", subscription == null ? "sub_0" : subscription)
        .replace("msg_0", delivery == null ? "msg_0" : delivery)
        .replace("view_0", view == null ? "view_0" : view);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
