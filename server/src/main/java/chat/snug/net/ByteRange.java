package chat.snug.net;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of bytes of a file, both ends included (RFC 9110, §14.1.2). Immutable. */
record ByteRange(long first, long last) {
  private static final Pattern HEADER = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The part that is asked for; empty if all of it is, or what is asked for makes no sense. */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher matcher = HEADER.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || size == 0) {
      return Optional.empty();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() || Long.parseLong(to) == 0
          ? Optional.empty()
          : Optional.of(new ByteRange(Math.max(0, size - Long.parseLong(to)), size - 1));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    return first <= last ? Optional.of(new ByteRange(first, last)) : Optional.empty();
  }

  long length() {
    return last - first + 1;
  }
}
