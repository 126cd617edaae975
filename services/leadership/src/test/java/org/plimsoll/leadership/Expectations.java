package org.plimsoll.leadership;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Every text that sources give a refusal as what was expected, read from the sources themselves. A
 * part that only a run would know is {@link #PART}.
 */
final class Expectations {
  /** In the place of what differs. */
  static final String PART = "7";

  /** A constructor or method, and which of its arguments says what was expected. */
  private record Maker(String type, String name, int arguments) {}

  private static final Set<String> TYPES =
      Set.of("Refusal", "Refused", "UnrecognisedException", "Unreadable");

  private final Map<Maker, Integer> makers = new HashMap<>();
  private final Map<Maker, MethodTree> methods = new HashMap<>();
  private final Set<String> texts = new TreeSet<>();

  private Expectations() {}

  /** Of all Java files below these directories. */
  static Set<String> below(Path... directories) {
    Expectations found = new Expectations();
    List<CompilationUnitTree> units = parsed(directories);
    for (CompilationUnitTree unit : units) {
      found.methodsOf(unit);
    }
    // A method that hands its own argument on says what its callers say, and so do they.
    int before;
    do {
      before = found.makers.size();
      units.forEach(found::read);
    } while (found.makers.size() > before);
    return found.texts;
  }

  private static List<CompilationUnitTree> parsed(Path... directories) {
    List<File> files = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      for (Path directory : directories) {
        try (Stream<Path> all = Files.walk(directory)) {
          all.filter(path -> path.toString().endsWith(".java"))
              .map(Path::toFile)
              .forEach(files::add);
        }
      }
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromFiles(files));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      return units;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String typeOf(CompilationUnitTree unit) {
    String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
    return file.substring(0, file.length() - ".java".length());
  }

  private void methodsOf(CompilationUnitTree unit) {
    String type = typeOf(unit);
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
        String name = method.getName().toString();
        methods.put(new Maker(type, name, method.getParameters().size()), method);
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
  }

  private void read(CompilationUnitTree unit) {
    String type = typeOf(unit);
    new TreeScanner<@Nullable Void, @Nullable MethodTree>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable MethodTree within) {
        return super.visitMethod(method, method);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree made, @Nullable MethodTree within) {
        String name = simpleName(made.getIdentifier());
        // A refusal names reason, field, value and expectation; what cannot be read has one less,
        // and the outcome that is called the same has the refusal itself.
        int at = name.startsWith("Ref") ? 3 : 2;
        if (TYPES.contains(name) && made.getArguments().size() > at) {
          take(type, made.getArguments().get(at), within);
        }
        return super.visitNewClass(made, within);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable MethodTree within) {
        Integer expected = makers.get(called(type, call));
        if (expected != null) {
          take(type, call.getArguments().get(expected), within);
        }
        return super.visitMethodInvocation(call, within);
      }
    }.scan(unit, null);
  }

  /** A text of its own, or the argument of a method that says what its callers say. */
  private void take(String type, ExpressionTree expected, @Nullable MethodTree within) {
    if (within != null && handedOn(type, expected, within)) {
      return;
    }
    // What a caller says stands at the beginning: it is a text, and a part of this one.
    if (within != null && expected instanceof BinaryTree sum) {
      handedOn(type, sum.getLeftOperand(), within);
    }
    // A value or a symbol alone reads the same in every language.
    texts(type, expected).stream().filter(text -> !text.matches("7|[A-Z_]+")).forEach(texts::add);
  }

  private boolean handedOn(String type, ExpressionTree said, MethodTree within) {
    List<String> parameters =
        within.getParameters().stream().map(each -> each.getName().toString()).toList();
    int at = parameters.indexOf(said.toString());
    if (at >= 0) {
      makers.put(new Maker(type, within.getName().toString(), parameters.size()), at);
    }
    return at >= 0;
  }

  private Set<String> texts(String type, Tree tree) {
    return switch (tree) {
      case LiteralTree literal -> Set.of(String.valueOf(literal.getValue()));
      case ParenthesizedTree inner -> texts(type, inner.getExpression());
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
          joined(texts(type, sum.getLeftOperand()), texts(type, sum.getRightOperand()));
      case ConditionalExpressionTree either ->
          both(texts(type, either.getTrueExpression()), texts(type, either.getFalseExpression()));
      case SwitchExpressionTree choice -> {
        Set<String> all = new TreeSet<>();
        for (CaseTree each : choice.getCases()) {
          all.addAll(
              each.getBody() instanceof ExpressionTree said ? texts(type, said) : Set.of(PART));
        }
        yield all;
      }
      case MethodInvocationTree call -> said(type, call);
      default -> Set.of(PART);
    };
  }

  private Set<String> said(String type, MethodInvocationTree call) {
    if (call.getMethodSelect() instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals("formatted")) {
      Set<String> formatted = texts(type, select.getExpression());
      for (ExpressionTree argument : call.getArguments()) {
        Set<String> filled = new TreeSet<>();
        for (String one : texts(type, argument)) {
          formatted.forEach(text -> filled.add(text.replaceFirst("%[sd]", one)));
        }
        formatted = filled;
      }
      return formatted;
    }
    MethodTree method = methods.get(called(type, call));
    if (method == null || !method.getReturnType().toString().equals("String")) {
      return Set.of(PART);
    }
    Set<String> returned = new TreeSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void none) {
        returned.addAll(texts(type, tree.getExpression()));
        return null;
      }
    }.scan(method, null);
    return returned;
  }

  private static Maker called(String type, MethodInvocationTree call) {
    return switch (call.getMethodSelect()) {
      case MemberSelectTree select ->
          new Maker(
              simpleName(select.getExpression()),
              select.getIdentifier().toString(),
              call.getArguments().size());
      case Tree own -> new Maker(type, own.toString(), call.getArguments().size());
    };
  }

  private static String simpleName(Tree name) {
    return switch (name) {
      case ParameterizedTypeTree type -> simpleName(type.getType());
      case MemberSelectTree select -> select.getIdentifier().toString();
      default -> name.toString();
    };
  }

  private static Set<String> joined(Set<String> left, Set<String> right) {
    Set<String> all = new TreeSet<>();
    left.forEach(one -> right.forEach(other -> all.add(one + other)));
    return all;
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
