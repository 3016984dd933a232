package org.entrepot.app.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaticCallsTest {
  private static final String SOURCE =
      """
      package sample;

      import java.util.ArrayList;
      import java.util.List;
      import java.util.function.Supplier;

      public class Sample {
        sealed interface Shape<T> permits Circle, Square, Pair, None {
          default String kind() {
            return switch (this) {
              case Circle<T> c -> "circle";
              case Square<T>(int side) -> "square of " + side;
              case Pair<T> p -> "pair";
              case None<T> n -> "none";
            };
          }
        }

        record Circle<T>(double radius, String name) implements Shape<T> {}

        record Square<T>(int side) implements Shape<T> {}

        record Pair<T>(Shape<T> left, Shape<T> right) implements Shape<T> {}

        record None<T>() implements Shape<T> {}

        record Wide(boolean z, byte b, short s, char c, int i, long j, float f, double d, Object o, int[] a) {}

        record Own(String text) {
          @Override public boolean equals(Object other) { return other instanceof Own; }
          @Override public int hashCode() { return 7; }
        }

        enum Side { LEFT, RIGHT }

        static <T> String nested(Shape<T> shape) {
          return switch (shape) {
            case Pair<T>(Circle<T>(double r, var n), Circle<T>(double q, var m)) when r > q -> "larger " + n + m;
            case Pair<T>(Circle<T> l, Circle<T> r) -> "circles";
            case Pair<T>(Pair<T>(var a, var b), var c) -> "deep " + nested(a);
            case Pair<T>(var a, var b) when a.equals(b) -> "twins";
            case Pair<T> p -> {
              Supplier<String> later = () -> switch (p.left()) {
                case None<T> n -> "nothing";
                case Shape<T> s -> s.kind();
              };
              yield later.get();
            }
            case null -> "null";
            default -> shape.kind();
          };
        }

        static String any(Object value) {
          String found = switch (value) {
            case Integer i when i > 10 -> "large";
            case Integer i -> "small " + i;
            case String s when s.isEmpty() -> "empty";
            case CharSequence s -> "text " + s.length();
            case int[] a -> "ints " + a.length;
            case Side[] a -> "sides";
            case Side side -> "side " + side;
            case null -> "null";
            default -> value.getClass().getSimpleName();
          };
          switch (value) {
            case Number n when n.longValue() == 5 -> found += " five";
            case Number n -> found += " number";
            case null, default -> found += "";
          }
          return found;
        }

        static String constants(Object value) {
          return switch (value) {
            case Side.LEFT -> "l";
            case Side s -> "other " + s;
            case String s -> "string";
            default -> "default";
          };
        }

        static String words(CharSequence value) {
          return switch (value) {
            case String s when s.equals("a") -> "A";
            case String s -> "B";
            case StringBuilder b -> "builder";
            default -> "?";
          };
        }

        public static List<String> results() {
          var results = new ArrayList<String>();
          Circle<String> one = new Circle<>(1, "o");
          Circle<String> two = new Circle<>(2, "t");
          Square<String> square = new Square<>(3);
          None<String> none = new None<>();
          List<Shape<String>> shapes = new ArrayList<>(List.of(one, two, square, none));
          for (Shape<String> left : List.copyOf(shapes)) {
            for (Shape<String> right : List.copyOf(shapes)) {
              shapes.add(new Pair<>(left, right));
              shapes.add(new Pair<>(new Pair<>(left, right), right));
            }
          }
          shapes.add(new Circle<>(Double.NaN, null));
          shapes.add(new Circle<>(0.0, null));
          shapes.add(new Circle<>(-0.0, null));
          shapes.add(null);
          for (Shape<String> shape : shapes) {
            results.add(nested(shape) + " " + (shape == null ? 0 : shape.hashCode()));
            for (Shape<String> other : shapes) {
              results.add(shape != null && shape.equals(other) ? "=" : "/");
            }
          }
          Object[] values = {1, 11, 5, 5L, "", "x", new StringBuilder("yy"), new int[3], new Side[1], Side.LEFT, Side.RIGHT, null, 'c', 1.5};
          for (Object value : values) {
            results.add(any(value));
            results.add(value == null ? "-" : constants(value));
            if (value instanceof CharSequence text) {
              results.add(words(text));
            }
          }
          int[] array = {1};
          List<Wide> wides = new ArrayList<>();
          for (boolean z : new boolean[] {true, false}) {
            for (float f : new float[] {0f, -0f, Float.NaN, 1.5f}) {
              for (long j : new long[] {0, -1, Long.MIN_VALUE, 1L << 32}) {
                for (Object o : new Object[] {null, "o", 4}) {
                  wides.add(new Wide(z, (byte) -3, (short) 300, '\\u20ac', Integer.MIN_VALUE, j, f, f * 3.0, o, array));
                }
              }
            }
          }
          wides.add(new Wide(true, (byte) 0, (short) 0, 'a', 0, 0, 0, 0, null, null));
          for (Wide wide : wides) {
            String same = "";
            for (Wide other : wides) {
              same += wide.equals(other) ? "=" : "/";
            }
            int withoutIdentity = new Wide(wide.z(), wide.b(), wide.s(), wide.c(), wide.i(), wide.j(), wide.f(), wide.d(), wide.o(), null).hashCode();
            results.add(same + withoutIdentity + wide.equals(null) + wide.equals("x"));
          }
          results.add(new Own("a").equals(new Own("b")) + " " + new Own("a").hashCode() + new Own("c"));
          results.add(one + " " + new Pair<>(one, square));
          return results;
        }
      }
      """;

  @TempDir private Path directory;

  /// Defines classes from bytes; everything else comes from the parent.
  private static final class Defined extends ClassLoader {
    private final Map<String, byte[]> classes;

    Defined(Map<String, byte[]> classes, ClassLoader parent) {
      super(parent);
      this.classes = classes;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      byte[] bytes = classes.get(className(name));
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @Test
  void whatIsReplacedDoesTheSame() throws Exception {
    Map<String, byte[]> classes = compiled();
    var names = new Defined(classes, ClassLoader.getPlatformClassLoader());
    var replaced = new HashMap<String, byte[]>();
    classes.forEach((name, bytes) -> replaced.put(name, StaticCalls.in(bytes, names)));

    assertThat(results(replaced)).hasSizeGreaterThan(1000).isEqualTo(results(classes));
    assertThat(linkedAtRunTime(classes.values()))
        .contains("typeSwitch SwitchBootstraps", "hashCode ObjectMethods", "equals ObjectMethods");
    // With a constant among its cases: Side.LEFT.
    assertThat(linkedAtRunTime(replaced.values()))
        .containsOnlyOnce("typeSwitch SwitchBootstraps")
        .doesNotContain("hashCode ObjectMethods", "equals ObjectMethods")
        .contains("toString ObjectMethods");
    replaced.forEach(
        (name, bytes) -> assertThat(StaticCalls.in(bytes, names)).as(name).isSameAs(bytes));
  }

  @Test
  void everyClassOfOursPassesTheVerifier() throws Exception {
    ClassLoader names = getClass().getClassLoader();
    var urls = new ArrayList<URL>();
    var replaced = new HashMap<String, byte[]>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path place = Path.of(entry);
      if (place.endsWith("target/classes")) {
        forEachClass(place, (name, bytes) -> replaced.put(name, StaticCalls.in(bytes, names)));
      } else if (place.getFileName().toString().matches("entrepot-.*\\.jar")) {
        try (var jar = new JarFile(place.toFile())) {
          for (var each : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
            try (InputStream in = jar.getInputStream(each)) {
              replaced.put(className(each.getName()), StaticCalls.in(in.readAllBytes(), names));
            }
          }
        }
      } else if (!Files.isDirectory(place)) {
        urls.add(place.toUri().toURL());
      }
    }
    assertThat(replaced).hasSizeGreaterThan(1000);
    assertThat(linkedAtRunTime(replaced.values()))
        .doesNotContain("hashCode ObjectMethods", "equals ObjectMethods");
    var platform = ClassLoader.getPlatformClassLoader();
    try (var libraries = new URLClassLoader(urls.toArray(URL[]::new), platform)) {
      var loader = new Defined(replaced, libraries);
      for (String name : replaced.keySet()) {
        if (!name.endsWith("package-info") && !name.equals("module-info")) {
          // What a class refers to is looked up; its methods are verified when it is initialized.
          Class.forName(name, true, loader);
        }
      }
    }
  }

  private interface ClassUse {
    void on(String name, byte[] bytes);
  }

  private Map<String, byte[]> compiled() throws IOException {
    Path source = Files.createDirectories(directory.resolve("sample")).resolve("Sample.java");
    Files.writeString(source, SOURCE);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(exitCode).isZero();
    var bytes = new HashMap<String, byte[]>();
    forEachClass(classes, bytes::put);
    return bytes;
  }

  private static void forEachClass(Path root, ClassUse use) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        use.on(className(root.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }

  private static String className(String file) {
    return file.substring(0, file.length() - ".class".length()).replace('/', '.');
  }

  private static List<?> results(Map<String, byte[]> classes) throws ReflectiveOperationException {
    return (List<?>)
        new Defined(classes, ClassLoader.getPlatformClassLoader())
            .loadClass("sample.Sample")
            .getMethod("results")
            .invoke(null);
  }

  /// The names of calls with the simple names of what links them.
  private static List<String> linkedAtRunTime(Iterable<byte[]> classes) {
    var found = new ArrayList<String>();
    for (byte[] bytes : classes) {
      ClassFile.of().parse(bytes).methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .filter(InvokeDynamicInstruction.class::isInstance)
          .map(InvokeDynamicInstruction.class::cast)
          .map(call ->
              call.name().stringValue() + " " + call.bootstrapMethod().owner().displayName())
          .forEach(found::add);
    }
    return found;
  }
}
