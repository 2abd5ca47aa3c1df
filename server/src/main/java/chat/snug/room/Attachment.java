package chat.snug.room;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A file that belongs to a message, as everybody is told of it. Immutable.
 *
 * @param id 22 characters of base64url, unguessable: who knows it may read the file
 * @param name as people see it, without a path
 * @param type a media type, told by the content
 * @param size in bytes
 * @param picture what is known of it if it can be shown
 * @param description what it shows, for those who do not see it
 */
public record Attachment(
    String id,
    String name,
    String type,
    long size,
    Optional<Picture> picture,
    Optional<String> description) {
  /** Files of one message at most. */
  public static final int MAX_PER_MESSAGE = 10;

  /** Code points of a description at most. */
  public static final int MAX_DESCRIPTION = 500;

  private static final int ID_LENGTH = 22;

  /** A file that has been uploaded, as its message names it. */
  public record Reference(String id, Optional<String> description) {
    /** Checks both. */
    public Reference {
      checkId(id);
      description.ifPresent(Attachment::checkDescription);
    }
  }

  /**
   * How a picture is shown, in pixels.
   *
   * @param thumbnail whether there is a smaller one
   */
  public record Picture(int width, int height, boolean thumbnail) {}

  /** Checks the id. */
  public Attachment {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(picture, "picture");
    description.ifPresent(Attachment::checkDescription);
    checkId(id);
  }

  /** The same, with these words for what it shows. */
  public Attachment with(Optional<String> words) {
    return new Attachment(id, name, type, size, picture, words);
  }

  /** Whether these words may describe a file. */
  public static boolean isDescription(String text) {
    try {
      checkDescription(text);
      return true;
    } catch (IllegalArgumentException | RefusedException none) {
      return false;
    }
  }

  private static void checkDescription(String text) {
    if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_DESCRIPTION) {
      throw new IllegalArgumentException(
          "description of a file: 1 to " + MAX_DESCRIPTION + " characters are expected");
    }
    new MessageText(text);
  }

  /** The id that this text is. */
  public static String checkId(String id) {
    if (!RandomText.isBase64Url(id, ID_LENGTH, ID_LENGTH)) {
      throw new IllegalArgumentException("file id: 22 characters of base64url are expected");
    }
    return id;
  }
}
