package org.plimsoll.leadership;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/** The description of the interface for people: the same document, as a page. */
@Controller
class ApiScreen {
  /** A way to ask. */
  record Way(
      String id,
      String method,
      String path,
      String text,
      String example,
      List<Field> parameters,
      @Nullable Field body,
      List<Answer> answers) {}

  /**
   * A parameter, a body or a property.
   *
   * @param where path, query, header or body; empty for a property
   * @param shape the name of the schema that says more; empty without one
   */
  record Field(
      String name, String where, boolean required, String type, String shape, String text) {}

  /** What may be answered. */
  record Answer(String status, String text, String type, String shape) {}

  /** A schema with a name. */
  record Shape(String name, String text, List<Field> fields) {}

  private final ApiDocument document;
  private final Frame frame;

  ApiScreen(ApiDocument document, Frame frame) {
    this.document = document;
    this.frame = frame;
  }

  @GetMapping("/docs/api")
  Rendering page(Seen seen, ServerWebExchange exchange, Locale locale) {
    Parameters.of(exchange);
    OpenAPI api = document.openApi();
    Rendering.Builder<?> view =
        Rendering.view("api")
            .modelAttribute("about", api.getInfo().getDescription().split("\n\n"))
            .modelAttribute("ways", ways(api))
            .modelAttribute("shapes", shapes(api))
            .modelAttribute("schemes", api.getComponents().getSecuritySchemes());
    frame.around(seen, view, exchange, locale);
    return view.build();
  }

  private static List<Way> ways(OpenAPI api) {
    List<Way> ways = new ArrayList<>();
    new TreeMap<>(api.getPaths())
        .forEach((path, item) ->
            item.readOperationsMap()
                .forEach((method, operation) -> ways.add(way(path, method, operation))));
    return ways;
  }

  private static Way way(String path, PathItem.HttpMethod method, Operation operation) {
    List<Parameter> parameters =
        requireNonNullElse(operation.getParameters(), List.<Parameter>of());
    Schema<?> body =
        operation.getRequestBody() == null ? null : schema(operation.getRequestBody().getContent());
    return new Way(
        operation.getOperationId(),
        method.name(),
        path,
        text(operation.getDescription()),
        example(operation),
        parameters.stream()
            .map(each ->
                new Field(
                    each.getName(),
                    each.getIn(),
                    Boolean.TRUE.equals(each.getRequired()),
                    type(each.getSchema()),
                    "",
                    text(each.getDescription())))
            .toList(),
        body == null ? null : new Field("body", "body", true, type(body), shape(body), ""),
        operation.getResponses().entrySet().stream()
            .map(each -> answer(each.getKey(), each.getValue()))
            .toList());
  }

  private static String example(Operation operation) {
    return operation.getExtensions().get("x-codeSamples") instanceof List<?> samples
            && samples.getFirst() instanceof Map<?, ?> sample
        ? String.valueOf(sample.get("source"))
        : "";
  }

  private static Answer answer(String status, ApiResponse response) {
    Schema<?> schema = schema(response.getContent());
    return new Answer(status, text(response.getDescription()), type(schema), shape(schema));
  }

  @SuppressWarnings("rawtypes")
  private static @Nullable Schema<?> schema(@Nullable Content content) {
    return content == null
        ? null
        : content.values().stream().findFirst().map(MediaType::getSchema).orElse(null);
  }

  @SuppressWarnings("rawtypes")
  private static List<Shape> shapes(OpenAPI api) {
    return new TreeMap<>(api.getComponents().getSchemas())
        .entrySet().stream()
            .map(each -> new Shape(each.getKey(), text(each.getValue()), fields(each.getValue())))
            .toList();
  }

  @SuppressWarnings("rawtypes")
  private static List<Field> fields(Schema<?> schema) {
    if (schema.getProperties() == null) {
      return List.of();
    }
    List<String> required = requireNonNullElse(schema.getRequired(), List.of());
    return schema.getProperties().entrySet().stream()
        .map(each ->
            new Field(
                each.getKey(),
                "",
                required.contains(each.getKey()),
                type(each.getValue()),
                shape(each.getValue()),
                text(each.getValue().getDescription())))
        .toList();
  }

  /** What a schema without properties is, for example one of several. */
  private static String text(Schema<?> schema) {
    String text = text(schema.getDescription());
    return schema.getProperties() == null ? (text + " " + type(schema)).strip() : text;
  }

  private static String type(@Nullable Schema<?> schema) {
    if (schema == null) {
      return "";
    }
    if (schema.get$ref() != null) {
      return name(schema.get$ref());
    }
    if (schema.getOneOf() != null) {
      return schema.getOneOf().stream().map(ApiScreen::type).collect(Collectors.joining(" | "));
    }
    if (schema.getEnum() != null) {
      return schema.getEnum().stream().map(String::valueOf).collect(Collectors.joining(" | "));
    }
    if (schema.getConst() != null) {
      return String.valueOf(schema.getConst());
    }
    String types = schema.getTypes() == null ? "any" : String.join(" | ", schema.getTypes());
    if (schema.getItems() != null) {
      return types.replace("array", "list of " + type(schema.getItems()));
    }
    List<String> terms = new ArrayList<>();
    terms.add(schema.getFormat() == null ? types : types + " (" + schema.getFormat() + ")");
    if (schema.getMinimum() != null) {
      terms.add("from " + schema.getMinimum());
    }
    if (schema.getMaximum() != null) {
      terms.add("to " + schema.getMaximum());
    }
    if (schema.getDefault() != null) {
      terms.add("otherwise " + schema.getDefault());
    }
    return String.join(", ", terms);
  }

  /** The first schema with a name in it. */
  private static String shape(@Nullable Schema<?> schema) {
    if (schema == null) {
      return "";
    }
    if (schema.get$ref() != null) {
      return name(schema.get$ref());
    }
    if (schema.getItems() != null) {
      return shape(schema.getItems());
    }
    return schema.getOneOf() == null ? "" : shape(schema.getOneOf().getFirst());
  }

  private static String name(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
