package chat.snug.config;

import chat.snug.limit.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What all flags are set to, read as what it is. A value that is not of its kind is told with its
 * flag. Immutable.
 */
final class Settings {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

  private final Map<Flag, String> values;

  Settings(Map<Flag, String> values) {
    this.values = new EnumMap<>(Flag.class);
    this.values.putAll(values);
  }

  Optional<String> optional(Flag flag) {
    return Optional.ofNullable(values.get(flag)).or(flag::standard);
  }

  Optional<Path> optionalPath(Flag flag) {
    return optional(flag).map(Path::of);
  }

  /** Of a flag that has a standard. */
  String text(Flag flag) {
    return optional(flag).orElseThrow();
  }

  /** What stands between commas. */
  List<String> list(Flag flag) {
    return optional(flag).map(text -> List.of(text.split(","))).orElse(List.of());
  }

  boolean isOn(Flag flag) throws ConfigException {
    return switch (values.getOrDefault(flag, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(flag, "true or false");
    };
  }

  int number(Flag flag) throws ConfigException {
    try {
      return Integer.parseInt(text(flag));
    } catch (NumberFormatException wrong) {
      throw wrong(flag, "a whole number");
    }
  }

  Rate rate(Flag flag) throws ConfigException {
    try {
      return Rate.parse(text(flag));
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(flag + ": " + wrong.getMessage());
    }
  }

  /** {@code 500ms}, {@code 25s}, {@code 10m}, {@code 2h}, {@code 7d}, or {@code 0}. */
  Duration time(Flag flag) throws ConfigException {
    Matcher matcher = TIME.matcher(text(flag));
    if (!matcher.matches() || (matcher.group(2) == null && !text(flag).equals("0"))) {
      throw wrong(flag, "for example 25s, 10m or 0");
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

  private ConfigException wrong(Flag flag, String expected) {
    return new ConfigException(
        "%s: \"%s\" (expected: %s)".formatted(flag, values.get(flag), expected));
  }
}
