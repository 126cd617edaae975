package org.plimsoll.leadership;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.webflux.api.OpenApiResource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The description of this interface.
 *
 * <p>It is made of the handlers and of the comments that stand on them when it is asked for first,
 * which takes about a second; springdoc's own handler would take it on an event-loop thread.
 */
@RestController
class ApiDocument extends OpenApiResource {
  private byte @Nullable [] json;

  ApiDocument(
      ObjectFactory<OpenAPIService> builder,
      AbstractRequestService requests,
      GenericResponseService responses,
      OperationService operations,
      SpringDocConfigProperties properties,
      SpringDocProviders providers,
      SpringDocCustomizers customizers) {
    super(builder, requests, responses, operations, properties, providers, customizers);
  }

  /** This document: every path of the interface, as OpenAPI 3.1. */
  @GetMapping(path = "/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  @ApiResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(schema = @Schema(type = "object")))
  byte[] document(ServerWebExchange exchange) throws JsonProcessingException {
    Parameters.of(exchange);
    return json();
  }

  private synchronized byte[] json() throws JsonProcessingException {
    if (json == null) {
      json = writeJsonValue(openApi());
    }
    return json;
  }

  OpenAPI openApi() {
    return getOpenApi("/", Locale.ENGLISH);
  }

  @Override
  protected String getServerUrl(ServerHttpRequest request, String path) {
    return "/";
  }
}
