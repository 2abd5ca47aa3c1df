package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The query of an address as browsers read it (WHATWG URL, §application/x-www-form-urlencoded):
 * nothing is malformed, and a percent sign that begins no escape stands for itself. Of a name that
 * is given twice the last value counts, as in the reference implementation. Immutable.
 */
final class QueryString {
  private QueryString() {}

  /** The parameters of an address. */
  static Map<String, String> parse(String uri) {
    Map<String, String> parameters = new HashMap<>();
    int fragment = uri.indexOf('#');
    int start = uri.indexOf('?');
    if (start >= 0 && (fragment < 0 || start < fragment)) {
      String query = uri.substring(start + 1, fragment < 0 ? uri.length() : fragment);
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] given = text.getBytes(UTF_8);
    for (int i = 0; i < given.length; i++) {
      int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(given[i + 2], 16);
      if (given[i] == '%' && low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(given[i] == '+' ? ' ' : given[i]);
      }
    }
    return bytes.toString(UTF_8);
  }
}
