package chat.snug.config;

import chat.snug.limit.Rate;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Puts the configuration together: defaults, then the file of {@code --config}, then the
 * environment ({@code --rooms.grace} is {@code SNUG_ROOMS_GRACE}), then flags; the last one counts.
 * Stateless.
 */
public final class ConfigLoader {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

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
    Flags flags = new Flags();
    CommandLine commandLine = commandLine(flags);
    Map<String, String> file = new HashMap<>();
    commandLine.setDefaultValueProvider(argument -> {
      String name = ((CommandLine.Model.OptionSpec) argument).longestName().substring(2);
      String fromEnvironment = environment.get(variable(name));
      return fromEnvironment != null ? fromEnvironment : file.get(name);
    });
    try {
      Optional<Path> path = configFile(arguments, environment);
      if (path.isPresent()) {
        file.putAll(read(path.get(), commandLine));
      }
      CommandLine.ParseResult result = commandLine.parseArgs(arguments.toArray(String[]::new));
      return result.isUsageHelpRequested()
          ? Optional.empty()
          : Optional.of(new Loaded(flags.config(), flags.check));
    } catch (ParameterException wrong) {
      throw new ConfigException(String.valueOf(wrong.getMessage()));
    }
  }

  /** All flags with what they mean. */
  public static String usage() {
    return commandLine(new Flags()).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  private static CommandLine commandLine(Flags flags) {
    return new CommandLine(flags)
        .registerConverter(Duration.class, ConfigLoader::duration)
        .registerConverter(Rate.class, ConfigLoader::rate);
  }

  private static String variable(String name) {
    return "SNUG_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Optional<Path> configFile(
      List<String> arguments, Map<String, String> environment) {
    int flag = arguments.lastIndexOf("--config");
    if (flag >= 0 && flag + 1 < arguments.size()) {
      return Optional.of(Path.of(arguments.get(flag + 1)));
    }
    return Optional.ofNullable(environment.get("SNUG_CONFIG")).map(Path::of);
  }

  private static Map<String, String> read(Path path, CommandLine commandLine)
      throws ConfigException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException failed) {
      throw new ConfigException("--config: " + path + " (cannot be read)");
    }
    Map<String, String> file = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (commandLine.getCommandSpec().findOption("--" + name) == null) {
        throw new ConfigException(path + ": \"" + name + "\" (no such flag)");
      }
      file.put(name, properties.getProperty(name));
    }
    return file;
  }

  private static Rate rate(String text) {
    try {
      return Rate.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new CommandLine.TypeConversionException(String.valueOf(wrong.getMessage()));
    }
  }

  /** {@code 500ms}, {@code 25s}, {@code 10m}, {@code 2h}, {@code 7d}, or {@code 0}. */
  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || (matcher.group(2) == null && !text.equals("0"))) {
      throw new CommandLine.TypeConversionException(
          "\"" + text + "\" (expected: for example 25s, 10m or 0)");
    }
    long amount = Long.parseLong(matcher.group(1));
    @Nullable String unit = matcher.group(2);
    return switch (unit == null ? "s" : unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofSeconds(amount);
    };
  }
}
