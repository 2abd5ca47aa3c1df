package chat.snug.benchmark;

import java.util.List;
import java.util.Locale;

/** A chart of bars as SVG, legible on light and on dark ground. Stateless. */
final class Plot {
  /** One bar. */
  record Bar(String label, double value, String written, boolean own) {}

  private static final int WIDTH = 720;
  private static final int LEFT = 210;
  private static final int RIGHT = 110;
  private static final int TOP = 56;
  private static final int ROW = 34;

  private Plot() {}

  static String of(String title, String unit, List<Bar> bars) {
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    int height = TOP + bars.size() * ROW + 16;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" role="img" aria-label="%3$s: %4$s">
        <rect width="%1$s" height="%2$s" rx="12" fill="#16181d"/>
        <g font-family="system-ui, sans-serif" font-size="14" fill="#e9eaee">
        <text x="20" y="30" font-size="16" font-weight="600">%3$s</text>
        <text x="%5$s" y="30" text-anchor="end" fill="#a3a7b3">%4$s</text>
        """
            .formatted(WIDTH, height, title, unit, WIDTH - 20));
    for (int i = 0; i < bars.size(); i++) {
      svg.append(row(bars.get(i), TOP + i * ROW, most));
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  private static String row(Bar bar, int y, double most) {
    double length = Math.max(2, bar.value() / most * (WIDTH - LEFT - RIGHT));
    return """
    <text x="%s" y="%s" text-anchor="end"%s>%s</text>
    <rect x="%s" y="%s" width="%s" height="20" rx="4" fill="%s"/>
    <text x="%s" y="%s" fill="#a3a7b3">%s</text>
    """
        .formatted(
            LEFT - 12,
            y + 15,
            bar.own() ? " font-weight=\"600\"" : "",
            bar.label(),
            LEFT,
            y,
            number(length),
            bar.own() ? "#e8875b" : "#5b6273",
            number(LEFT + length + 10),
            y + 15,
            bar.written());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
