package chat.snug.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;

/** Names of files as people see them: never a path, nothing invisible. Stateless. */
final class FileName {
  private static final int MAX_BYTES = 200;
  private static final String NONE = "file";

  private FileName() {}

  /** A name in NFC without folders, control, format and bidirectional characters; 200 bytes. */
  static String clean(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder visible = new StringBuilder();
    Normalizer.normalize(last, Normalizer.Form.NFC)
        .codePoints()
        .filter(FileName::isVisible)
        .forEach(visible::appendCodePoint);
    String trimmed = visible.toString().strip();
    while (trimmed.startsWith(".")) {
      trimmed = trimmed.substring(1).strip();
    }
    return trimmed.isEmpty() ? NONE : shorten(trimmed);
  }

  /** The same with the extension of another type. */
  static String withExtension(String name, String extension) {
    int dot = name.lastIndexOf('.');
    return shorten((dot > 0 ? name.substring(0, dot) : name) + "." + extension);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Cuts the middle, so that the extension stays. */
  private static String shorten(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
    String stem = name.substring(0, name.length() - extension.length());
    while ((stem + extension).getBytes(UTF_8).length > MAX_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + extension;
  }
}
