package org.plimsoll.leadership;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the document says of records beside their components: an answer has every one of them, and
 * those that may be absent are null.
 */
@Component
class RecordSchemas implements ModelConverter {
  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> resolved = chain.next().resolve(type, context, chain);
    JavaType java = Json31.mapper().constructType(type.getType());
    if (resolved != null && java != null && java.getRawClass().isRecord()) {
      Schema<?> model =
          resolved.get$ref() == null
              ? resolved
              : context
                  .getDefinedModels()
                  .get(resolved.get$ref().substring(resolved.get$ref().lastIndexOf('/') + 1));
      if (model != null && model.getProperties() != null && model.getRequired() == null) {
        complete(model, java.getRawClass());
      }
    }
    return resolved;
  }

  @SuppressWarnings("rawtypes")
  private static void complete(Schema<?> model, Class<?> of) {
    Map<String, Schema> properties = model.getProperties();
    List<String> names = new ArrayList<>();
    boolean given = of.isAnnotationPresent(Asked.Given.class);
    for (RecordComponent component : of.getRecordComponents()) {
      Schema property = properties.get(component.getName());
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (property == null) {
        throw new IllegalStateException(of + " has no schema for " + component.getName());
      }
      if (nullable) {
        properties.put(component.getName(), orNull(property));
      }
      if (!nullable || !given) {
        names.add(component.getName());
      }
    }
    model.setRequired(names);
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  static Schema orNull(Schema property) {
    Schema<?> none = new Schema<>();
    none.addType("null");
    if (property.get$ref() != null) {
      Schema either =
          new Schema<>().addOneOfItem(new Schema<>().$ref(property.get$ref())).addOneOfItem(none);
      either.setDescription(property.getDescription());
      return either;
    }
    if (property.getTypes() != null) {
      property.addType("null");
      if (property.getEnum() != null && !property.getEnum().contains(null)) {
        property.getEnum().add(null);
      }
    }
    return property;
  }
}
