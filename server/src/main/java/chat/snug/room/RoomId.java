package chat.snug.room;

import java.util.random.RandomGenerator;

/** A room for good: 22 characters of base64url, 128 random bits, never used again. Immutable. */
public record RoomId(String value) {
  private static final int BYTES = 16;
  private static final int LENGTH = 22;

  /** Checks length and letters. */
  public RoomId {
    if (!RandomText.isBase64Url(value, LENGTH, LENGTH)) {
      throw new IllegalArgumentException("room id: not 22 characters of base64url");
    }
  }

  static RoomId draw(RandomGenerator random) {
    return new RoomId(RandomText.draw(random, BYTES));
  }

  @Override
  public String toString() {
    return value;
  }
}
