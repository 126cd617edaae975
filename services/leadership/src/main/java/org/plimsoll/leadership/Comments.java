package org.plimsoll.leadership;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.providers.SpringDocJavadocProvider;
import org.springframework.stereotype.Component;

/** The comments of handlers and records as plain text, which is what the document shows. */
@Component
class Comments extends SpringDocJavadocProvider {
  @Override
  public String getClassJavadoc(Class<?> type) {
    // An array has no comment of its own, and is taken for what it holds where assertions are off.
    return type.isArray() ? "" : plain(super.getClassJavadoc(type));
  }

  @Override
  public Map<String, String> getRecordClassParamJavadoc(Class<?> type) {
    Map<String, String> components = new TreeMap<>(super.getRecordClassParamJavadoc(type));
    components.replaceAll((_, text) -> plain(text));
    return components;
  }

  @Override
  public String getMethodJavadocDescription(Method method) {
    return plain(super.getMethodJavadocDescription(method));
  }

  private static String plain(String comment) {
    // What follows the first paragraph is for whoever reads the source.
    return comment
        .replaceFirst("(?s)<p>.*", "")
        .replaceAll("</?code>", "`")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
