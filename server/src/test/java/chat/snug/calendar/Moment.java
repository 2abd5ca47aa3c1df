package chat.snug.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;

/**
 * When and where tests are run: where calendars, clocks and languages are at their edges. Those of
 * a border begin some seconds before it, so that the tests cross it.
 */
enum Moment {
  WEDNESDAY_AT_NOON("2026-12-02T12:00:00", "Europe/Berlin", "de-DE"),
  LEAP_DAY_ENDS("2028-02-29T23:59:54", "America/New_York", "en-US"),
  YEAR_ENDS_IN_THE_FAR_EAST("2027-12-31T23:59:52", "Pacific/Kiritimati", "ar-EG"),
  MONTH_ENDS_IN_THE_FAR_WEST("2027-01-31T23:59:48", "Etc/GMT+12", "ar-SA"),
  SUMMER_TIME_BEGINS("2027-03-28T01:59:52", "Europe/Berlin", "tr-TR"),
  SUMMER_TIME_ENDS_BY_HALF_AN_HOUR(
      "2027-04-04T01:59:50", "Australia/Lord_Howe", "th-TH-u-ca-buddhist-nu-thai"),
  SECONDS_LEAVE_32_BITS("2038-01-19T08:58:59", "Asia/Kathmandu", "ne-NP"),
  MILLISECONDS_HAVE_12_DIGITS("2001-09-08T23:16:30", "America/St_Johns", "ja-JP-u-ca-japanese");

  private final LocalDateTime local;
  private final ZoneId zone;
  private final Locale locale;

  Moment(String local, String zone, String locale) {
    this.local = LocalDateTime.parse(local);
    this.zone = ZoneId.of(zone);
    this.locale = Locale.forLanguageTag(locale);
  }

  Instant instant() {
    return local.atZone(zone).toInstant();
  }

  ZoneId zone() {
    return zone;
  }

  Locale locale() {
    return locale;
  }
}
