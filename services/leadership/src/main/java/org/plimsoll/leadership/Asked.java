package org.plimsoll.leadership;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Query parameters that several handlers take, as the document of the interface describes them. */
final class Asked {
  /** What ids of nodes look like. */
  static final String NODE_ID = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

  private Asked() {}

  /** A list that is answered page by page. */
  @Parameter(
      in = QUERY,
      name = "limit",
      description = "rows on a page",
      schema =
          @Schema(
              type = "integer",
              minimum = "1",
              maximum = "" + Parameters.MAX_LIMIT,
              defaultValue = "" + Parameters.DEFAULT_LIMIT),
      example = "2")
  @Parameter(
      in = QUERY,
      name = "cursor",
      description = "nextCursor of the page before, of the same path with the same filters")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Paged {}

  /** A list that can be narrowed to one node. */
  @Parameter(
      in = QUERY,
      name = "node",
      description = "id of the node that it is about",
      schema = @Schema(type = "string", pattern = NODE_ID),
      example = "shilisai-school")
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @interface Node {}

  /** What was delivered, narrowed. */
  @Node
  @Parameter(
      in = QUERY,
      name = "level",
      description = "the level that received it",
      schema =
          @Schema(
              type = "string",
              allowableValues = {"PROGRAM", "PORTFOLIO"}),
      example = "PROGRAM")
  @Parameter(
      in = QUERY,
      name = "deliveredTo",
      description = "id of the node that received it",
      schema = @Schema(type = "string", pattern = NODE_ID),
      example = "enbek")
  @Parameter(
      in = QUERY,
      name = "kind",
      description = "the kind of tolerance, a target achieved, or a call for help",
      schema =
          @Schema(
              type = "string",
              allowableValues = {
                "TIME",
                "COST",
                "SCOPE",
                "QUALITY",
                "RISK",
                "BENEFIT",
                "SUSTAINABILITY",
                "CONFIRMATION",
                "ASSISTANCE"
              }),
      example = "COST")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Delivered {}

  /** What a handler refuses beside what every handler does. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Refuses {
    /** The status, for example 409. */
    String status();

    /** In which case. */
    String when();
  }

  /** A body: what may be null in it may be left out. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Given {}
}
