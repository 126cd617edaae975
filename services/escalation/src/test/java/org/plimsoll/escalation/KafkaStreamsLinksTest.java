package org.plimsoll.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Executable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Kafka Streams is of an earlier version than the client below it (ADR 19). All that its classes
 * name of the client must be there, also what only a rare error would come to.
 */
class KafkaStreamsLinksTest {
  private static final String KAFKA = "org/apache/kafka/";

  private final Map<String, Set<String>> members = new HashMap<>();

  @Test
  void allThatKafkaStreamsNamesOfTheClientIsThere() throws Exception {
    Path streams =
        Path.of(KafkaStreams.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> missing = new TreeSet<>();
    int references = 0;
    try (JarFile jar = new JarFile(streams.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        for (PoolEntry named : constants(jar, entry)) {
          String reference = missing(named);
          references += named instanceof MemberRefEntry ? 1 : 0;
          if (reference != null) {
            missing.add(reference + " named by " + entry.getName());
          }
        }
      }
    }
    assertThat(references).isGreaterThan(10_000);
    assertThat(missing).isEmpty();
  }

  private static Iterable<PoolEntry> constants(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return ClassFile.of().parse(in.readAllBytes()).constantPool();
    }
  }

  /** What it names and is not there; null for all that is. */
  private @Nullable String missing(PoolEntry named) {
    return switch (named) {
      case ClassEntry type when type.asInternalName().startsWith(KAFKA) ->
          members(type.asInternalName()).isEmpty() ? type.asInternalName() : null;
      case MemberRefEntry member when member.owner().asInternalName().startsWith(KAFKA) -> {
        String name = member.name().stringValue() + member.type().stringValue();
        yield members(member.owner().asInternalName()).contains(name)
            ? null
            : member.owner().asInternalName() + "." + name;
      }
      default -> null;
    };
  }

  /** Of a class and all above it; none where there is no such class. */
  private Set<String> members(String type) {
    Set<String> known = members.get(type);
    if (known == null) {
      known = new TreeSet<>();
      try {
        add(Class.forName(type.replace('/', '.'), false, getClass().getClassLoader()), known);
      } catch (ClassNotFoundException e) {
        known.clear();
      }
      members.put(type, known);
    }
    return known;
  }

  private static void add(@Nullable Class<?> type, Set<String> members) {
    if (type == null) {
      return;
    }
    members.add("is " + type.getName());
    Arrays.stream(type.getDeclaredFields())
        .forEach(field -> members.add(field.getName() + field.getType().descriptorString()));
    Arrays.stream(type.getDeclaredMethods())
        .forEach(
            method -> members.add(method.getName() + descriptor(method, method.getReturnType())));
    Arrays.stream(type.getDeclaredConstructors())
        .forEach(made -> members.add("<init>" + descriptor(made, void.class)));
    add(type.isInterface() ? Object.class : type.getSuperclass(), members);
    Stream.of(type.getInterfaces()).forEach(above -> add(above, members));
  }

  private static String descriptor(Executable code, Class<?> returned) {
    return MethodTypeDesc.of(
            returned.describeConstable().orElseThrow(),
            Arrays.stream(code.getParameterTypes())
                .map(parameter -> parameter.describeConstable().orElseThrow())
                .toList())
        .descriptorString();
  }
}
