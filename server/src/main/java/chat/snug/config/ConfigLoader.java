package chat.snug.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: defaults, then the file of {@code --config}, then the
 * environment ({@code --rooms.grace} is {@code SNUG_ROOMS_GRACE}), then flags; the last one counts.
 * Stateless.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * What was asked for.
   *
   * @param config to run with
   * @param checkOnly whether the server shall stop after this
   */
  public record Loaded(Config config, boolean checkOnly) {}

  /**
   * Loads the configuration.
   *
   * @return empty if only help was asked for, see {@link #usage}
   * @throws ConfigException with the reason
   */
  public static Optional<Loaded> load(List<String> arguments, Map<String, String> environment)
      throws ConfigException {
    Map<Flag, String> given = given(environment);
    given.putAll(given(arguments));
    Optional<Path> file = new Settings(given).optionalPath(Flag.CONFIG);
    Map<Flag, String> all = file.isPresent() ? given(file.get()) : new EnumMap<>(Flag.class);
    all.putAll(given);
    Settings settings = new Settings(all);
    return settings.isOn(Flag.HELP)
        ? Optional.empty()
        : Optional.of(
            new Loaded(new ConfigReader(settings).config(), settings.isOn(Flag.CHECK_CONFIG)));
  }

  /** All flags with what they mean. */
  public static String usage() {
    StringBuilder text = new StringBuilder("Usage: snug [flags]\nChat rooms by a short code.\n\n");
    for (Flag flag : Flag.values()) {
      text.append(flag.usage());
    }
    return text.toString();
  }

  private static Map<Flag, String> given(List<String> arguments) throws ConfigException {
    CommandLine line;
    try {
      line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .get()
              .parse(Flag.options(), arguments.toArray(String[]::new));
    } catch (ParseException wrong) {
      throw new ConfigException(String.valueOf(wrong.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new ConfigException("\"" + line.getArgList().getFirst() + "\" (no such flag)");
    }
    Map<Flag, String> given = new EnumMap<>(Flag.class);
    for (Flag flag : Flag.values()) {
      if (line.hasOption(flag.longName())) {
        String @Nullable [] values = line.getOptionValues(flag.longName());
        given.put(flag, values == null ? "true" : flag.together(values));
      }
    }
    return given;
  }

  private static Map<Flag, String> given(Map<String, String> environment) {
    Map<Flag, String> given = new EnumMap<>(Flag.class);
    for (Flag flag : Flag.values()) {
      @Nullable String value = environment.get(flag.variable());
      if (value != null) {
        given.put(flag, value);
      }
    }
    return given;
  }

  private static Map<Flag, String> given(Path file) throws ConfigException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException failed) {
      throw new ConfigException("--config: " + file + " (cannot be read)");
    }
    Map<Flag, String> given = new EnumMap<>(Flag.class);
    for (String name : properties.stringPropertyNames()) {
      Flag flag =
          Flag.named(name)
              .orElseThrow(() -> new ConfigException(file + ": \"" + name + "\" (no such flag)"));
      given.put(flag, properties.getProperty(name));
    }
    return given;
  }
}
