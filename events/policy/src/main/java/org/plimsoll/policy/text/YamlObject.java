package org.plimsoll.policy.text;

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
public final class YamlObject {
  /** Twenty thousand lines of fifty characters. */
  public static final int MAX_CHARACTERS = 1 << 20;

  private final String name;
  private final String example;
  private final Mark start;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  private YamlObject(String name, String example, MappingNode node) {
    this.name = name;
    this.example = example;
    this.start = node.getStartMark();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong("", tuple.getKeyNode(), "a name, then a colon");
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw at(
            key.getStartMark(),
            key.getValue(),
            "'%s' stands there twice".formatted(key.getValue()),
            example);
      }
    }
  }

  /**
   * Reads a whole file.
   *
   * @param name what the file is called in complaints
   * @param example where to look how it is written, after "expected"
   * @throws MisreadException naming the line
   */
  public static YamlObject parse(String yaml, String name, String example) {
    LoaderOptions options = new LoaderOptions();
    // An alias could stand for itself, or for a billion copies.
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(10);
    options.setCodePointLimit(MAX_CHARACTERS);
    Node node;
    try {
      node = new Yaml(options).compose(new java.io.StringReader(yaml));
    } catch (MarkedYAMLException e) {
      throw at(e.getProblemMark(), "", String.valueOf(e.getProblem()), example);
    } catch (YAMLException e) {
      throw new MisreadException(0, "", String.valueOf(e.getMessage()), "a YAML file");
    }
    if (node instanceof MappingNode mapping) {
      return new YamlObject(name, example, mapping);
    }
    throw new MisreadException(0, "", "nothing, or only text", "names and values, " + example);
  }

  /** Text that must stand there. */
  public String text(String key) {
    return text(key, null);
  }

  /** Text, or what stands for it when the key is absent. */
  public String text(String key, @Nullable String otherwise) {
    String text = optionalText(key);
    if (text != null) {
      return text;
    }
    if (otherwise == null) {
      throw lacks(key);
    }
    return otherwise;
  }

  /** Text, or null when the key is absent. */
  public @Nullable String optionalText(String key) {
    Node node = ask(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw wrong(key, node, "text behind '%s:'".formatted(key));
    }
    return scalar.getValue().strip();
  }

  /** The object behind the key; null when the key is absent. */
  public @Nullable YamlObject object(String key) {
    Node node = ask(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(key, node, "names and values below '%s:'".formatted(key));
    }
    return new YamlObject("'" + key + "'", example, mapping);
  }

  /** The list of objects behind the key; empty when the key is absent. */
  public List<YamlObject> objects(String key) {
    Node node = ask(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(
          key, node, "a list below '%s:', each entry beginning with a hyphen".formatted(key));
    }
    List<YamlObject> objects = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      if (!(element instanceof MappingNode mapping)) {
        throw wrong(key, element, "{ name: value, … }");
      }
      objects.add(new YamlObject("an entry of '" + key + "'", example, mapping));
    }
    return objects;
  }

  public boolean has(String key) {
    return ask(key) != null;
  }

  /** The line on which the value behind the key stands, or where the object begins. */
  public int line(String key) {
    Node node = values.get(key);
    return (node == null ? start : node.getStartMark()).getLine() + 1;
  }

  /** A complaint about what stands behind the key. */
  public MisreadException wrong(String key, String expected) {
    Node node = values.get(key);
    return node == null ? lacks(key) : wrong(key, node, expected);
  }

  private MisreadException lacks(String key) {
    return at(
        start, key, "%s lacks '%s'; it has %s".formatted(name, key, values.keySet()), example);
  }

  /** To be called when everything known was asked for. */
  public void nothingElse() {
    values.forEach((key, node) -> {
      if (!asked.contains(key)) {
        throw at(
            node.getStartMark(),
            key,
            "'%s' is not known in %s; nearest: '%s'; known are %s"
                .formatted(key, name, Nearest.to(key, asked), asked),
            example);
      }
    });
  }

  private @Nullable Node ask(String key) {
    asked.add(key);
    return values.get(key);
  }

  private static MisreadException wrong(String key, Node node, String expected) {
    String value =
        node instanceof ScalarNode scalar
            ? scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                ? scalar.getValue()
                : "'" + scalar.getValue() + "'"
            : node.getNodeId() + "";
    return at(node.getStartMark(), key, value, expected);
  }

  private static MisreadException at(
      @Nullable Mark mark, String field, String what, String expected) {
    return new MisreadException(mark == null ? 0 : mark.getLine() + 1, field, what, expected);
  }
}
