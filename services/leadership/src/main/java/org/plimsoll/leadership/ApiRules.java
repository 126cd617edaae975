package org.plimsoll.leadership;

import static java.util.Objects.requireNonNull;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plimsoll.leadership.access.Reader;
import org.plimsoll.leadership.access.SignedIn;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;

/**
 * What holds for every handler of the interface and stands on none of them: who may ask, what is
 * answered to what is wrong, and what an example of asking is.
 */
@Configuration
class ApiRules {
  static final String PROBLEM = "Problem";

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Seen.class, Reader.class, SignedIn.class);
    ModelResolver.enumsAsRef = true;
  }

  /** Answers that every handler may give. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "400", "A parameter is unknown, given twice, or not as it should be; it is named.",
          "401", "No sign-in, or one that is forged or over.",
          "421", "Host is neither a loopback name nor one of plimsoll.leadership.hosts.",
          "429", "Too many requests of one person; Retry-After says when to come again.",
          "500", "The service could not answer; its log says why.");

  /** Answers of those that change something. */
  private static final Map<String, String> CHANGING =
      Map.of(
          "403", "A browser's request that is not from a page of this site.",
          "408", "The body was not complete within ten seconds.",
          "413", "The body is larger than 64 KB.");

  @Bean
  OpenAPI interfaceOfLeadership() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Plimsoll leadership")
                .version("v1")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0"))
                .description(
                    """
                    What leaders see, for programs: what was delivered upward, exceptions, nodes \
                    with their figures, the trail behind each of them, and what is told outside of \
                    the screens. Each answer holds what the reader may see and nothing else; what \
                    lies beyond is answered as what does not exist.

                    A list is answered page by page: ask again with nextCursor as cursor until it \
                    is null. A cursor belongs to its path and filters. Texts follow \
                    Accept-Language (kk, ru, en). Amounts of money are whole minor units; limits \
                    are times 10,000; values are exact fractions.\
                    """))
        .servers(List.of(new Server().url("/").description("where this document was read")))
        .components(
            new Components()
                .addSchemas(PROBLEM, problem())
                .addSecuritySchemes(
                    "session",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name("plimsoll-session")
                        .description("A browser that is signed in."))
                .addSecuritySchemes(
                    "bearer",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("JWT")
                        .description("A token of the OIDC provider, where one is configured."))
                .addSecuritySchemes(
                    "basic",
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("basic")
                        .description("A local user; only over TLS or loopback.")))
        .security(
            List.of(
                new SecurityRequirement().addList("session"),
                new SecurityRequirement().addList("bearer"),
                new SecurityRequirement().addList("basic")));
  }

  private static Schema<?> problem() {
    Schema<?> problem = object();
    problem.setDescription("Problem details (RFC 9457).");
    problem.addProperty("type", text("about:blank where the status says all"));
    problem.addProperty("title", text("the status in words"));
    problem.addProperty("status", typed("integer").description("the status"));
    problem.addProperty("detail", text("what is wrong and what is expected, in a sentence"));
    problem.addProperty("instance", text("the path that was asked for"));
    problem.addProperty("field", text("the parameter, header or field that is wrong"));
    problem.addProperty("value", text("what was given"));
    problem.addProperty("expected", text("what is expected"));
    problem.setRequired(List.of("title", "status"));
    return problem;
  }

  private static Schema<?> text(String description) {
    return typed("string").description(description);
  }

  private static Schema<?> object() {
    return typed("object");
  }

  private static Schema<?> typed(String type) {
    Schema<?> schema = new Schema<>();
    schema.addType(type);
    return schema;
  }

  /** Ids that do not depend on the order in which handlers are found. */
  @Bean
  OperationCustomizer ruled() {
    return (operation, handler) -> {
      String name = handler.getBeanType().getSimpleName().replaceFirst("Api$", "");
      operation.setOperationId(name + "_" + handler.getMethod().getName());
      if (handler.hasMethodAnnotation(FollowsTrail.class)) {
        revalidated(operation);
      }
      ALWAYS.forEach((status, text) -> refused(operation, status, text));
      Asked.Refuses refuses = handler.getMethodAnnotation(Asked.Refuses.class);
      if (refuses != null) {
        refused(operation, refuses.status(), refuses.when());
      }
      if (isAboutOne(handler)) {
        refused(operation, "404", "It does not exist, or lies beyond what the reader sees.");
      }
      operation
          .getResponses()
          .forEach((status, response) -> {
            if (status.startsWith("4") || status.startsWith("5")) {
              response.setContent(problemContent());
            }
          });
      return operation;
    };
  }

  private static boolean isAboutOne(HandlerMethod handler) {
    for (var parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(PathVariable.class)) {
        return true;
      }
    }
    return false;
  }

  private static void refused(Operation operation, String status, String text) {
    operation.getResponses().computeIfAbsent(status, _ -> new ApiResponse().description(text));
  }

  private static Content problemContent() {
    return new Content()
        .addMediaType(
            org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
            new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
  }

  private static void revalidated(Operation operation) {
    operation.addParametersItem(
        new Parameter()
            .in("header")
            .name("If-None-Match")
            .description("ETag of an earlier answer to the same request")
            .schema(typed("string")));
    ApiResponse found = operation.getResponses().get("200");
    if (found != null) {
      found.addHeaderObject(
          "ETag",
          new Header()
              .description(
                  "stands for reader, scope, language, address and position of the read model")
              .schema(typed("string")));
    }
    operation
        .getResponses()
        .addApiResponse(
            "304", new ApiResponse().description("As it was when that ETag was given."));
  }

  /** What needs the whole path: what changes something, and an example. */
  @Bean
  OpenApiCustomizer exemplified() {
    return document -> {
      TypedSchemas.all().forEach(document.getComponents()::addSchemas);
      document
          .getPaths()
          .forEach((path, item) ->
              item.readOperationsMap()
                  .forEach((method, operation) -> whole(path, method, operation)));
    };
  }

  private static void whole(String path, PathItem.HttpMethod method, Operation operation) {
    if (method != PathItem.HttpMethod.GET) {
      CHANGING.forEach((status, text) ->
          operation
              .getResponses()
              .computeIfAbsent(
                  status, _ -> new ApiResponse().description(text).content(problemContent())));
    }
    if (operation.getRequestBody() != null) {
      operation
          .getResponses()
          .addApiResponse(
              "415",
              new ApiResponse().description("The body is not JSON.").content(problemContent()));
    }
    operation.setResponses(sorted(operation.getResponses()));
    if (operation.getParameters() != null) {
      operation.getParameters().stream()
          .filter(each -> each.getSchema() == null)
          .forEach(each -> each.setSchema(typed("string")));
    }
    operation.addExtension(
        "x-codeSamples", List.of(Map.of("lang", "Shell", "source", curl(path, method, operation))));
  }

  private static io.swagger.v3.oas.models.responses.ApiResponses sorted(
      Map<String, ApiResponse> responses) {
    var sorted = new io.swagger.v3.oas.models.responses.ApiResponses();
    sorted.putAll(new TreeMap<>(responses));
    return sorted;
  }

  private static String curl(String path, PathItem.HttpMethod method, Operation operation) {
    String address = path;
    for (Parameter each :
        operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters()) {
      if (each.getIn().equals("path")) {
        String example = String.valueOf(requireNonNull(each.getExample(), each.getName()));
        address =
            address.replace(
                "{" + each.getName() + "}",
                URLEncoder.encode(example, StandardCharsets.UTF_8).replace("+", "%20"));
      }
    }
    boolean limited =
        operation.getParameters() != null
            && operation.getParameters().stream().anyMatch(p -> p.getName().equals("limit"));
    return "curl -u USER:PASSWORD "
        + (method == PathItem.HttpMethod.GET ? "" : "-X " + method + " ")
        + (operation.getRequestBody() == null
            ? ""
            : "-H 'Content-Type: application/json' -d @body.json ")
        + "'https://HOST"
        + address
        + (limited ? "?limit=2" : "")
        + "'";
  }
}
