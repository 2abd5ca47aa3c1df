package chat.snug;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The walls of the house, as ARCHITECTURE.md draws them. */
@Tag("slow")
final class ArchitectureTest {
  private static final String BASE = "chat.snug.";

  /** Who may import whom: our packages by their last name, libraries by the start of theirs. */
  private static final Map<String, List<String>> IMPORTS =
      Map.ofEntries(
          entry("room", List.of()),
          entry("engineio", List.of()),
          entry("limit", List.of()),
          entry("metric", List.of("io.micrometer")),
          entry("socketio", List.of("engineio", "tools.jackson")),
          entry("net", List.of("engineio", "limit", "io.vertx", "io.netty")),
          entry(
              "gateway",
              List.of("socketio", "room", "limit", "metric", "tools.jackson", "org.slf4j")),
          entry("account", List.of("room", "com.ibm.icu")),
          entry(
              "api",
              List.of(
                  "net",
                  "room",
                  "archive",
                  "file",
                  "limit",
                  "metric",
                  "tools.jackson",
                  "org.slf4j")),
          entry("archive", List.of("room", "file", "tools.jackson")),
          entry("file", List.of("room", "org.slf4j")),
          entry(
              "store",
              List.of(
                  "room",
                  "file",
                  "metric",
                  "java.sql",
                  "org.sqlite",
                  "com.zaxxer.hikari",
                  "org.flywaydb",
                  "org.slf4j")),
          entry(
              "config",
              List.of(
                  "engineio",
                  "socketio",
                  "net",
                  "room",
                  "store",
                  "file",
                  "limit",
                  "org.apache.commons.cli")));

  /** All that lies where the server lies, wherever it was compiled to. */
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .importUrl(Server.class.getProtectionDomain().getCodeSource().getLocation());

  static Stream<String> packages() {
    return IMPORTS.keySet().stream().sorted();
  }

  @Test
  void everyPackageHasItsRule() {
    var found =
        PRODUCT.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(BASE))
            .map(name -> name.substring(BASE.length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).isEqualTo(new TreeSet<>(IMPORTS.keySet()));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void importsOnlyWhatItMay(String name) {
    List<String> allowed = requireNonNull(IMPORTS.get(name), name);
    DescribedPredicate<JavaClass> permitted =
        DescribedPredicate.describe(
            "the JDK, itself, or one of " + allowed, type -> isAllowed(type, name, allowed));

    classes()
        .that()
        .resideInAPackage(BASE + name + "..")
        .should()
        .onlyDependOnClassesThat(permitted)
        .check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void mayImportNothingThatItDoesNot(String name) {
    Set<String> imported =
        PRODUCT.stream()
            .filter(type -> type.getPackageName().equals(BASE + name))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(requireNonNull(IMPORTS.get(name), name))
        .allSatisfy(other -> assertThat(imported).as(other).anyMatch(in -> isPart(in, other)));
  }

  @Test
  void nothingLooksUpToTheRoof() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("chat.snug")
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"room", "limit", "engineio", "socketio", "file", "archive"})
  void isToldTheTimeAndDrawsNoLots(String name) {
    noClasses()
        .that()
        .resideInAPackage(BASE + name)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callConstructor(SecureRandom.class)
        .orShould()
        .callConstructor(Random.class)
        .check(PRODUCT);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("chat.snug.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void noTwoTypesShareASimpleName() {
    Map<String, Long> counts =
        PRODUCT.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()));

    assertThat(counts).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  private static boolean isAllowed(JavaClass type, String name, List<String> allowed) {
    String in = type.getBaseComponentType().getPackageName();
    if (in.startsWith("java.sql") || in.startsWith("javax.sql")) {
      return allowed.contains("java.sql");
    }
    if (in.isEmpty()
        || in.startsWith("java.")
        || in.startsWith("javax.crypto")
        || in.startsWith("org.jspecify")
        || in.equals(BASE + name)) {
      return true;
    }
    return allowed.stream().anyMatch(other -> isPart(in, other));
  }

  /** Whether a package is what an arrow leads to. */
  private static boolean isPart(String in, String other) {
    return in.equals(BASE + other) || in.equals(other) || in.startsWith(other + ".");
  }
}
