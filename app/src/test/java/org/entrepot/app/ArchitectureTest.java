package org.entrepot.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows of ARCHITECTURE.md, and what may be known where.
final class ArchitectureTest {
  private static final String ROOT = "org.entrepot.";

  /// What a module may use besides itself. Packages are `org.entrepot.MODULE..`, a dash in the name
  /// of a module being a dot.
  private static final Map<String, Set<String>> USES =
      Map.of(
          "format", Set.of(),
          "openpgp", Set.of("format"),
          "domain", Set.of("format"),
          "storage", Set.of("domain", "format"),
          "storage-filesystem", Set.of("storage", "domain", "format"),
          "catalog", Set.of("domain", "format"),
          "transport", Set.of(),
          "service", Set.of("catalog", "storage", "transport", "openpgp", "domain", "format"),
          "server", Set.of("service", "catalog", "storage", "openpgp", "domain", "format"),
          "cli", Set.of("service", "catalog", "storage", "openpgp", "domain", "format"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ArchitectureTest::isMainCode)
          .importPackages("org.entrepot");

  /// Leaves out test classes, wherever a build puts them: `target/test-classes`, a jar of tests, a
  /// directory `test`.
  private static boolean isMainCode(Location location) {
    String uri = location.asURI().toString();
    return !uri.contains("/test-classes/")
        && !uri.contains("-tests.jar")
        && !uri.contains("/test/org/entrepot/");
  }

  static Set<String> modules() {
    return USES.keySet();
  }

  @Test
  void everyModuleWithSourcesIsLookedAt() throws IOException {
    Path top = Path.of("..").toRealPath();
    var missing = new HashSet<String>();
    var withSources = new HashSet<String>();
    try (Stream<Path> modules = Files.list(top)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/main/java");
        String name = module.getFileName().toString();
        // bench depends on app and so is not on the class path here.
        if (Files.isDirectory(sources) && !name.equals("bench") && holdsTypes(sources)) {
          withSources.add(name);
          if (CLASSES.stream().noneMatch(type -> moduleOf(type).equals(name))) {
            missing.add(name);
          }
        }
      }
    }
    assertThat(missing).as("modules with sources, but without classes here").isEmpty();
    assertThat(withSources).contains("format", "openpgp", "domain", "storage", "catalog", "app");
    withSources.removeAll(Set.of("app", "testkit"));
    assertThat(USES.keySet()).as("modules with a rule").containsAll(withSources);
    assertThat(CLASSES).hasSizeGreaterThan(200);
  }

  private static boolean holdsTypes(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.anyMatch(
          file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"));
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void arrowsPointUp(String module) {
    var forbidden =
        new DescribedPredicate<JavaClass>("a module that %s may not use", module) {
          @Override
          public boolean test(JavaClass type) {
            String used = moduleOf(type);
            return type.getPackageName().startsWith(ROOT)
                && !used.equals(module)
                && !USES.getOrDefault(module, Set.of()).contains(used);
          }
        };
    noClasses()
        .that(in(module))
        .should()
        .dependOnClassesThat(forbidden)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void anArrowThatPointsDownIsSeen() {
    assertThatThrownBy(() ->
            noClasses()
                .that(in("domain"))
                .should()
                .dependOnClassesThat(in("format"))
                .check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("org.entrepot.format");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesOfAModuleFormNoCycle(String module) {
    slices()
        .matching(ROOT + module.replace('-', '.') + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES.that(in(module)));
  }

  @Test
  void onlyTheCatalogKnowsSql() {
    onlyIn(
        List.of("catalog"),
        "java.sql..",
        "javax.sql..",
        "org.sqlite..",
        "org.postgresql..",
        "com.zaxxer..");
  }

  @Test
  void onlyOpenpgpKnowsItsLibrary() {
    onlyIn(List.of("openpgp"), "org.bouncycastle..");
  }

  @Test
  void onlyTheSurfacesKnowTheirFrameworks() {
    onlyIn(List.of("server"), "org.eclipse.jetty..");
    onlyIn(List.of("cli", "app"), "picocli..");
    onlyIn(List.of("app"), "ch.qos.logback..");
  }

  @Test
  void formatAndDomainKnowNoFramework() {
    noClasses()
        .that(in("format").or(in("domain")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "tools.jackson..",
                "com.fasterxml..",
                "picocli..",
                "org.eclipse.jetty..",
                "org.slf4j..",
                "ch.qos.logback..",
                "java.sql..",
                "java.net.http..",
                "com.sun.net.httpserver.."))
        .check(CLASSES);
  }

  @Test
  void mainCodeKnowsNoTestsAndNoBenchmarks() {
    noClasses()
        .that(resideInAPackage(ROOT + "testkit..").negate())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                ROOT + "testkit..", ROOT + "bench..", "org.junit..", "org.assertj.."))
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<JavaPackage> packages = new HashSet<>();
    CLASSES.forEach(type -> packages.add(type.getPackage()));
    assertThat(packages)
        .hasSizeGreaterThan(20)
        .allSatisfy(javaPackage ->
            assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                .as(javaPackage.getName() + " has a package-info.java with @NullMarked")
                .isTrue());
  }

  @Test
  void packagesAreNamedByTopic() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..utils..", "..common..", "..helper..", "..impl..", "..manager..")
        .check(CLASSES);
  }

  @Test
  void everyClassBelongsToAModule() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.concat(USES.keySet().stream(), Stream.of("app", "testkit"))
                .map(module -> ROOT + module.replace('-', '.') + "..")
                .toArray(String[]::new))
        .check(CLASSES);
  }

  private static void onlyIn(List<String> modules, String... packages) {
    DescribedPredicate<JavaClass> allowed =
        DescribedPredicate.or(modules.stream().map(ArchitectureTest::in).toList());
    noClasses()
        .that(DescribedPredicate.not(allowed).and(resideInAPackage(ROOT + "testkit..").negate()))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> in(String module) {
    return new DescribedPredicate<>("are in the module %s", module) {
      @Override
      public boolean test(JavaClass type) {
        return moduleOf(type).equals(module);
      }
    };
  }

  /// `org.entrepot.storage.filesystem.x.Y` is in `storage-filesystem`; empty outside our packages.
  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return "";
    }
    String below = name.substring(ROOT.length());
    return USES.keySet().stream()
        .filter(module -> module.contains("-"))
        .filter(module -> (below + ".").startsWith(module.replace('-', '.') + "."))
        .findFirst()
        .orElse(below.contains(".") ? below.substring(0, below.indexOf('.')) : below);
  }
}
