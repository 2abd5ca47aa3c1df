package chat.snug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the papers name is there. */
final class PapersTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DECISIONS = ROOT.resolve("docs/adr");
  private static final Path MIGRATIONS = Path.of("src/main/resources/chat/snug/store/migration");
  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java/chat/snug"), Path.of("src/test/java/chat/snug"));

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s:]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\\n]+`");
  private static final Pattern TYPE = Pattern.compile("`([a-z]+)\\.([A-Z]\\w*)`");
  private static final Pattern TEST =
      Pattern.compile("`(?:[a-z]+\\.)?([A-Z]\\w*(?:Test|IT))(?:[.#]([a-z]\\w+))?");
  private static final Pattern SIMPLE_TYPE = Pattern.compile("`([A-Z]\\w+)`");
  private static final Pattern FILE =
      Pattern.compile("`((?:docs|web|server|build|benchmarks)/[^`]+|[A-Z]+\\.md)`");
  private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+)");
  private static final Pattern REPLACED = Pattern.compile("replaced by (?:ADR |\\[)(\\d+)");
  private static final Pattern REMARK = Pattern.compile(" \\([^()]*replaced by ADR \\d+\\)$");

  @Test
  void everyLinkLeadsSomewhere() {
    Set<String> broken = new TreeSet<>();
    for (Path page : pages()) {
      String prose = CODE.matcher(text(page)).replaceAll("");
      for (String link : all(LINK, prose).map(found -> found.group(1)).toList()) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!Files.exists(target)
            || (hash >= 0 && !anchors(target).contains(link.substring(hash + 1)))) {
          broken.add(page + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everythingThatARecipeNamesIsThere() {
    String recipes = text(ROOT.resolve("docs/recipes.md"));
    Stream<Path> files = all(FILE, recipes).map(found -> ROOT.resolve(found.group(1)));

    assertThat(files.filter(file -> !Files.exists(file))).isEmpty();
    assertThat(
            all(TYPE, recipes)
                .filter(found -> !isSource(found.group(1) + "/" + found.group(2) + ".java"))
                .map(MatchResult::group))
        .isEmpty();
  }

  @Test
  void everyTypeOfTheGlossaryIsThere() {
    Set<String> types =
        files(SOURCES.getFirst(), ".java").map(PapersTest::typeOf).collect(Collectors.toSet());

    assertThat(types)
        .containsAll(
            all(SIMPLE_TYPE, text(ROOT.resolve("docs/glossary.md")))
                .map(found -> found.group(1))
                .toList());
  }

  @Test
  void everyTestThatIsNamedIsThere() {
    Map<String, Path> tests =
        Stream.of(SOURCES.getLast(), ROOT.resolve("benchmarks/src"))
            .flatMap(folder -> files(folder, ".java"))
            .collect(Collectors.toMap(PapersTest::typeOf, file -> file, (one, _) -> one));
    Set<String> named = new TreeSet<>();
    Set<String> missing = new TreeSet<>();
    for (Path page : pages()) {
      for (MatchResult found : all(TEST, text(page)).toList()) {
        named.add(found.group(1));
        Path file = tests.get(found.group(1));
        String method = found.group(2);
        if (file == null || (method != null && !text(file).contains(" " + method + "("))) {
          missing.add(page + ": " + found.group());
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(named).contains("FaultIT", "ArchitectureTest");
  }

  @Test
  void theListOfDecisionsIsWhole() {
    Map<String, Set<String>> decided = new TreeMap<>();
    for (Path file : files(DECISIONS, ".md").filter(PapersTest::isNoList).toList()) {
      String heading = text(file).lines().findFirst().orElse("").replaceFirst("^# ", "");
      String title = REMARK.matcher(heading).replaceFirst("").replaceFirst("\\. ", " | [");
      decided.put("| %s](%s) |".formatted(title, file.getFileName()), replacements(heading));
    }
    Map<String, Set<String>> listed = new TreeMap<>();
    text(DECISIONS.resolve("README.md"))
        .lines()
        .filter(line -> line.matches("\\| \\d.*"))
        .forEach(row -> listed.put(row.substring(0, row.indexOf(" |", 6) + 2), replacements(row)));

    assertThat(listed).isEqualTo(decided);
  }

  @Test
  void thePictureOfTheTablesShowsAllOfThem() {
    String picture = text(SOURCES.getFirst().resolve("store/package-info.java"));
    Set<String> tables =
        files(MIGRATIONS, ".sql")
            .flatMap(script -> all(TABLE, text(script)))
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(tables).contains("room", "event");
    assertThat(tables).allSatisfy(table -> assertThat(picture).contains("* " + table + " "));
  }

  private static Set<String> replacements(String text) {
    return all(REPLACED, text)
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isNoList(Path file) {
    return !file.endsWith("README.md");
  }

  private static String typeOf(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }

  private static boolean isSource(String path) {
    return SOURCES.stream().anyMatch(folder -> Files.exists(folder.resolve(path)));
  }

  /** All pages of the repository, but for those that others have written. */
  private static List<Path> pages() {
    return Stream.of(
            files(ROOT.resolve("docs"), ".md"),
            files(ROOT.resolve("benchmarks"), ".md"),
            Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
                .map(ROOT::resolve),
            Stream.of(ROOT.resolve("SECURITY.md")))
        .flatMap(files -> files)
        .filter(file -> !file.toString().contains("node_modules"))
        .toList();
  }

  /** As GitHub names headings. */
  private static Set<String> anchors(Path page) {
    return all(HEADING, text(page))
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static Stream<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
