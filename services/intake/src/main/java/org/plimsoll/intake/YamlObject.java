package org.plimsoll.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One object of a YAML file, read as text: nothing is guessed to be a number or a date. Every
 * complaint names the line. What nobody asked for is an error.
 */
final class YamlObject {
  private final String name;
  private final Mark start;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  private YamlObject(String name, MappingNode node) {
    this.name = name;
    this.start = node.getStartMark();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(tuple.getKeyNode(), "a name, then a colon");
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw at(key.getStartMark(), "'%s' stands there twice".formatted(key.getValue()));
      }
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws Problem 400 naming the line
   */
  static YamlObject parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    // An alias could stand for itself, or for a billion copies.
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(10);
    options.setCodePointLimit(RequestSize.MAX_JSON_BYTES);
    Node node;
    try {
      node = new Yaml(options).compose(new java.io.StringReader(yaml));
    } catch (MarkedYAMLException e) {
      throw at(e.getProblemMark(), String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw Problem.malformed("mapping", String.valueOf(e.getMessage()), "a YAML file");
    }
    if (node instanceof MappingNode mapping) {
      return new YamlObject("the mapping", mapping);
    }
    throw Problem.malformed("mapping", "nothing, or only text", "lines like `currency: USD`");
  }

  String text(String key) {
    return text(key, null);
  }

  /** Text, or what stands for it when the key is absent. */
  String text(String key, @Nullable String otherwise) {
    Node node = ask(key);
    if (node == null) {
      if (otherwise == null) {
        throw lacks(key);
      }
      return otherwise;
    }
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw wrong(node, "text behind '%s:'".formatted(key));
    }
    return scalar.getValue().strip();
  }

  @Nullable YamlObject object(String key) {
    Node node = ask(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, "names and values below '%s:'".formatted(key));
    }
    return new YamlObject("'" + key + "'", mapping);
  }

  List<YamlObject> objects(String key) {
    Node node = ask(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node, "a list below '%s:', each entry beginning with a hyphen".formatted(key));
    }
    List<YamlObject> objects = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      if (!(element instanceof MappingNode mapping)) {
        throw wrong(element, "{ name: value, … }");
      }
      objects.add(new YamlObject("an entry of '" + key + "'", mapping));
    }
    return objects;
  }

  boolean has(String key) {
    return ask(key) != null;
  }

  /** A complaint about what stands behind the key. */
  Problem wrong(String key, String expected) {
    Node node = values.get(key);
    return node == null ? lacks(key) : wrong(node, expected);
  }

  private Problem lacks(String key) {
    return at(start, "%s lacks '%s'; it has %s".formatted(name, key, values.keySet()));
  }

  /** To be called when everything known was asked for. */
  void nothingElse() {
    values.forEach((key, node) -> {
      if (!asked.contains(key)) {
        throw at(
            node.getStartMark(),
            "'%s' is not known in %s; nearest: '%s'; known are %s"
                .formatted(key, name, Nearest.to(key, asked), asked));
      }
    });
  }

  private @Nullable Node ask(String key) {
    asked.add(key);
    return values.get(key);
  }

  private static Problem wrong(Node node, String expected) {
    String value =
        node instanceof ScalarNode scalar
            ? scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                ? scalar.getValue()
                : "'" + scalar.getValue() + "'"
            : node.getNodeId() + "";
    return Problem.malformed("mapping" + line(node.getStartMark()), value, expected);
  }

  private static Problem at(@Nullable Mark mark, String what) {
    return Problem.malformed("mapping" + line(mark), what, "as in the shipped nyc-capital.yaml");
  }

  private static String line(@Nullable Mark mark) {
    return mark == null ? "" : ", line " + (mark.getLine() + 1);
  }
}
