package chat.snug;

import static chat.snug.testing.TestClient.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;

/** What editors offer to run: the same in each, and of things that are there. */
final class RunConfigurationsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CLASS = Pattern.compile("\"(chat\\.snug\\.[\\w.]*[A-Z]\\w*)\"");
  private static final Pattern PATH =
      Pattern.compile("(?:\\$PROJECT_DIR\\$|\\$\\{workspaceFolder})/([\\w./-]+)");

  private static final Set<String> OFFERED =
      Set.of("Server in memory", "One test", "Page", "Tests of the page");

  private static final Set<String> texts = new TreeSet<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(".run"))) {
      for (Path file : files.toList()) {
        texts.add(Files.readString(file));
      }
    }
    texts.add(Files.readString(ROOT.resolve(".vscode/launch.json")));
    texts.add(Files.readString(ROOT.resolve(".vscode/tasks.json")));
  }

  @Test
  void areTheSameInEachEditor() throws Exception {
    Set<String> tasks =
        json("tasks.json")
            .path("tasks")
            .valueStream()
            .map(task -> task.path("label").stringValue())
            .collect(Collectors.toSet());
    Set<String> launched =
        json("launch.json")
            .path("configurations")
            .valueStream()
            .map(configuration -> configuration.path("name").stringValue())
            .collect(Collectors.toSet());

    assertThat(namesOfIntelliJ()).isEqualTo(OFFERED);
    assertThat(tasks).isEqualTo(OFFERED);
    assertThat(OFFERED).containsAll(launched);
  }

  @Test
  void nameWhatIsThere() {
    assertThat(texts)
        .flatMap(text -> CLASS.matcher(text).results().map(found -> found.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(type -> {
          String file = "java/" + type.replace('.', '/') + ".java";
          assertThat(Stream.of("src/main", "src/test").map(Path::of))
              .anyMatch(folder -> Files.exists(folder.resolve(file)));
        });
    assertThat(texts)
        .flatMap(text -> PATH.matcher(text).results().map(found -> found.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
  }

  private static Set<String> namesOfIntelliJ() throws Exception {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROOT.resolve(".run"))) {
      for (Path file : files.toList()) {
        NodeList found =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("configuration");
        names.add(((Element) found.item(0)).getAttribute("name"));
      }
    }
    return names;
  }

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(Files.readString(ROOT.resolve(".vscode").resolve(file)));
  }
}
