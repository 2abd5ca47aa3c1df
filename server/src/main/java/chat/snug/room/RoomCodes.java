package chat.snug.room;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws room codes: uniform over all codes of a length, without those that spell an insult. The
 * length grows with the number of live rooms so that a guess hits a room at most once in a hundred
 * times. Immutable; as thread-safe as its source of randomness.
 */
final class RoomCodes {
  private static final int CODES_PER_ROOM = 100;

  /** Refused wherever they stand in a code. None has an I or an O: no code has either. */
  private static final List<String> OFFENSIVE =
      List.of(
          "ANAL", "ANUS", "ARSE", "ASS", "BFAG", "BUTT", "CLAP", "CRAP", "CUM", "CUNT", "DAMN",
          "DEAD", "DYKE", "FAG", "FANNY", "FAP", "FART", "FCK", "FKU", "FUC", "FUK", "FVCK", "GAS",
          "GAY", "GYP", "HATE", "HELL", "HUMP", "JAP", "JERK", "JEW", "KKK", "KLAN", "KRAUT", "KYS",
          "LMFA", "MEAT", "MUFF", "NAZ", "NEGR", "NGA", "NGR", "NUDE", "PAK", "PEE", "PUKE", "PUS",
          "RAPE", "RETARD", "SCAT", "SCUM", "SEX", "SHAG", "SHT", "SKANK", "SLAG", "SLAVE", "SLUT",
          "SMUT", "SPAZ", "SPUNK", "STFU", "SUCK", "TARD", "TRANNY", "TURD", "TWAT", "VAG", "WANK",
          "WTF", "XXX");

  private final RandomGenerator random;

  /** {@code random} is a cryptographically strong source: codes must not be foreseen. */
  RoomCodes(RandomGenerator random) {
    this.random = random;
  }

  /** A code for one more room beside {@code liveRooms} others. It may be taken. */
  RoomCode draw(int liveRooms) {
    int length = length(liveRooms);
    while (true) {
      StringBuilder letters = new StringBuilder(length);
      for (int i = 0; i < length; i++) {
        letters.append(RoomCode.ALPHABET.charAt(random.nextInt(RoomCode.ALPHABET.length())));
      }
      String code = letters.toString();
      if (OFFENSIVE.stream().noneMatch(code::contains)) {
        return new RoomCode(code);
      }
    }
  }

  private static int length(int liveRooms) {
    int length = RoomCode.MIN_LENGTH;
    long codes = 331_776;
    while (length < RoomCode.MAX_LENGTH && codes / CODES_PER_ROOM < liveRooms + 1L) {
      length++;
      codes *= RoomCode.ALPHABET.length();
    }
    return length;
  }
}
