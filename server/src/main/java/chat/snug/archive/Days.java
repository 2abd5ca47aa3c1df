package chat.snug.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people read them, and where a new day begins. Confined to one writing. */
final class Days {
  private final ZoneId zone;
  private final DateTimeFormatter day;
  private final DateTimeFormatter time;
  private final DateTimeFormatter dateAndTime;
  private @Nullable LocalDate last;

  Days(ZoneId zone, Locale locale) {
    this.zone = zone;
    this.day = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale);
    this.time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale);
    this.dateAndTime =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(locale);
  }

  /** Whether this is another day than that of the call before. */
  boolean isNew(long millis) {
    LocalDate date = at(millis).toLocalDate();
    boolean isNew = !date.equals(last);
    last = date;
    return isNew;
  }

  String day(long millis) {
    return day.format(at(millis));
  }

  String time(long millis) {
    return time.format(at(millis));
  }

  String dateAndTime(long millis) {
    return dateAndTime.format(at(millis));
  }

  private ZonedDateTime at(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone);
  }
}
