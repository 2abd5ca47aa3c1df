package chat.snug.benchmark;

import java.util.Locale;

/** Something that is measured, and how it is written. */
enum Figure {
  CPU("µs CPU/delivery", "%.2f"),
  RATE("deliveries/s", "%,.0f"),
  P50("p50 ms", "%.2f"),
  P99("p99 ms", "%.2f"),
  FSYNC("ms for an fsync", "%.2f"),
  LOST("lost", "%.0f"),
  SERVER("server, of a core", "%.2f"),
  GENERATOR("generator, of a core", "%.2f"),
  MEMORY("RSS MB", "%.0f"),
  JOINS("joins/s", "%,.0f"),
  CONNECTION("KB/idle connection", "%.1f"),
  START("ms to the first join", "%,.0f");

  private final String title;
  private final String format;

  Figure(String title, String format) {
    this.title = title;
    this.format = format;
  }

  String title() {
    return title;
  }

  String written(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
