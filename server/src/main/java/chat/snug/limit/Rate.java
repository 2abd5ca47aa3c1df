package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen: {@code amount} times in each {@code period} in the long run, and
 * {@code burst} times at once after a rest. Immutable.
 */
public record Rate(int amount, Duration period, int burst) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})/([smh])(?::(\\d{1,7}))?");

  /** Checks that all three are positive. */
  public Rate {
    if (amount < 1 || burst < 1 || !requireNonNull(period, "period").isPositive()) {
      throw new IllegalArgumentException("rate: " + amount + " in " + period + ", burst " + burst);
    }
  }

  /** So many a second. */
  public static Rate perSecond(int amount, int burst) {
    return new Rate(amount, Duration.ofSeconds(1), burst);
  }

  /** So many a minute. */
  public static Rate perMinute(int amount, int burst) {
    return new Rate(amount, Duration.ofMinutes(1), burst);
  }

  /**
   * Reads {@code 5/s:20}: five a second, twenty at once; units are s, m and h. Without a burst it
   * is the amount.
   *
   * @throws IllegalArgumentException if it is written otherwise
   */
  public static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("rate: \"" + text + "\" (expected: for example 5/s:20)");
    }
    int amount = Integer.parseInt(matcher.group(1));
    Duration period =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          default -> Duration.ofHours(1);
        };
    String burst = matcher.group(3);
    return new Rate(amount, period, burst == null ? amount : Integer.parseInt(burst));
  }

  long nanosBetween() {
    return Math.max(1, period.toNanos() / amount);
  }

  @Override
  public String toString() {
    String unit =
        switch ((int) period.toSeconds()) {
          case 1 -> "s";
          case 60 -> "m";
          default -> "h";
        };
    return "%s/%s:%s".formatted(amount, unit, burst);
  }
}
