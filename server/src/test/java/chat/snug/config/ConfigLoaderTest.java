package chat.snug.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.snug.limit.Rate;
import chat.snug.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
  @TempDir private Path folder;

  @Test
  void hasDefaultsThatNeedNothing() throws Exception {
    Config config = load(Map.of());

    assertThat(config.net().port()).isEqualTo(8080);
    assertThat(config.net().host()).isEqualTo("0.0.0.0");
    assertThat(config.store()).isEqualTo(StoreOptions.in(Path.of("data")));
    assertThat(config.room().grace()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.limits().exemptAddresses().contains("127.0.0.1")).isFalse();
  }

  @Test
  void letsFlagsGoBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = folder.resolve("snug.conf");
    Files.writeString(file, "port = 1\nhost = 127.0.0.1\nrooms.grace = 5s\n");

    Config config =
        load(
            Map.of("SNUG_PORT", "2", "SNUG_HOST", "127.0.0.2"),
            "--config",
            file.toString(),
            "--port",
            "3");

    assertThat(config.net().port()).isEqualTo(3);
    assertThat(config.net().host()).isEqualTo("127.0.0.2");
    assertThat(config.room().grace()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void readsAllFlags() throws Exception {
    Config config =
        load(
            Map.of(),
            "--memory",
            "--rooms.grace",
            "0",
            "--origin",
            "https://chat.example.org",
            "--limits.exempt-addresses",
            "127.0.0.0/8,::1",
            "--limits.messages",
            "9/s:90",
            "--trusted-proxies",
            "10.0.0.0/8");

    assertThat(config.store()).isEqualTo(StoreOptions.inMemory());
    assertThat(config.limits().commands().messages()).isEqualTo(Rate.perSecond(9, 90));
    assertThat(config.net().trustedProxies().contains("10.1.2.3")).isTrue();
    assertThat(config.room().grace()).isZero();
    assertThat(config.net().origins()).containsExactly("https://chat.example.org");
    assertThat(config.limits().exemptAddresses().contains("127.1.2.3")).isTrue();
    assertThat(config.limits().exemptAddresses().contains("::1")).isTrue();
    assertThat(config.limits().exemptAddresses().contains("10.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port 70000",
        "--port x",
        "--nonsense",
        "--rooms.grace 5",
        "--rooms.grace soon",
        "--origin chat.example.org",
        "--origin https://chat.example.org/path?query",
        "--limits.messages lots",
        "--limits.messages 0/s",
        "--trusted-proxies proxy",
        "--limits.exempt-addresses localhost",
        "--limits.exempt-addresses 127.0.0.0/33",
        "--tls-cert nothing.pem",
        "--store mysql://localhost/snug",
        "--redis redis://localhost",
        "--config nowhere.conf",
        "--max-payload 0",
        "--port",
        "--po 1",
        "--memory stray",
      })
  void saysWhatIsWrong(String flags) {
    assertThatThrownBy(() -> load(Map.of(), flags.split(" ")))
        .isInstanceOf(ConfigException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void takesListsInOnePieceOrInSeveralAndTheLastOfOtherFlags() throws Exception {
    Config config =
        load(
            Map.of(),
            "--origin",
            "https://a.example.org,https://b.example.org",
            "--origin",
            "https://c.example.org",
            "--port",
            "1",
            "--port",
            "2");

    assertThat(config.net().port()).isEqualTo(2);
    assertThat(config.net().origins())
        .containsExactly("https://a.example.org", "https://b.example.org", "https://c.example.org");
  }

  @Test
  void turnsOnAndOffFromTheEnvironment() throws Exception {
    assertThat(load(Map.of("SNUG_MEMORY", "true")).store()).isEqualTo(StoreOptions.inMemory());
    assertThat(load(Map.of("SNUG_MEMORY", "false")).store())
        .isEqualTo(StoreOptions.in(Path.of("data")));
    assertThatThrownBy(() -> load(Map.of("SNUG_MEMORY", "perhaps")))
        .hasMessage("--memory: \"perhaps\" (expected: true or false)");
  }

  @Test
  void refusesAFileWithAFlagThatIsNotThere() throws Exception {
    Path file = folder.resolve("snug.conf");
    Files.writeString(file, "prot = 1\n");

    assertThatThrownBy(() -> load(Map.of(), "--config", file.toString()))
        .hasMessageContaining("prot");
  }

  @Test
  void answersNothingWhenOnlyHelpIsAskedFor() throws Exception {
    assertThat(ConfigLoader.load(List.of("--help"), Map.of())).isEmpty();
    assertThat(ConfigLoader.usage()).contains("--rooms.grace");
  }

  @Test
  void isWhatTheDocumentationShows() throws Exception {
    String page = Files.readString(Path.of("../docs/configuration.md"));

    assertThat(page).contains("```text\n" + ConfigLoader.usage() + "```");
  }

  private static Config load(Map<String, String> environment, String... flags)
      throws ConfigException {
    return ConfigLoader.load(List.of(flags), environment).orElseThrow().config();
  }
}
