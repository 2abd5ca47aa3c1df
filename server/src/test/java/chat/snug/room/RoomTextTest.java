package chat.snug.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes, names and texts: what they may be. */
final class RoomTextTest {
  @ParameterizedTest
  @CsvSource({
    "WARM, WARM",
    "warm, WARM",
    "' w-a r m ', WARM",
    "https://chat.example.org/snug/r/warm?x=1#y, WARM",
    "/r/WARMTH, WARMTH",
  })
  void readsACodeAsPeopleTypeIt(String typed, String code) {
    assertThat(RoomCode.parse(typed)).hasValue(new RoomCode(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "WAR", "WARMEST", "WOMB", "WIND", "W4RM", "WÄRM", "/r/"})
  void readsNothingElseAsACode(String typed) {
    assertThat(RoomCode.parse(typed)).isEmpty();
  }

  @Test
  void drawsCodesOfEveryLetterAndNeverAnInsult() {
    RoomCodes codes = new RoomCodes(new Random(3));
    Set<Character> letters = new HashSet<>();

    for (int i = 0; i < 100_000; i++) {
      String code = codes.draw(0).value();
      assertThat(code).hasSize(4).doesNotContain("ASS", "FUK", "KKK", "TWAT");
      code.chars().forEach(letter -> letters.add((char) letter));
    }

    assertThat(letters).hasSize(24);
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "3316, 4", "3317, 5", "79625, 5", "79626, 6", "10000000, 6"})
  void drawsLongerCodesAsRoomsGrow(int liveRooms, int length) {
    assertThat(new RoomCodes(new Random(1)).draw(liveRooms).value()).hasSize(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ana", "José", "李小龍", "Ана", "أنا", "O'Brien-Smith", "👩‍💻x", "नमस्ते"})
  void takesNamesOfAllScripts(String name) {
    if (name.contains("\u200d")) {
      assertThatThrownBy(() -> MemberName.of(name)).isInstanceOf(RefusedException.class);
    } else {
      assertThat(MemberName.of(name).value()).isEqualTo(name);
    }
  }

  @Test
  void keepsANameInOneForm() {
    assertThat(MemberName.of("  Jose\u0301   B ").value()).isEqualTo("José B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "a\u0000b",
        "a\nb",
        "\u202Eevil",
        "a\u200Bb",
        "\uD800",
        "z\u0300\u0301\u0302\u0303",
        "\u0301",
        "\u3164",
        "\u2800\u2800",
        "\u115F\u1160",
        "\uFFA0",
        "\uFE0F",
        "\u034F",
        "\u17B5",
        "\u180B",
        "\uDB40\uDD00", // a variation
        "\uD834\uDD59", // a note without a head
        "Ana\u3164",
        "A\u2800na",
        "123456789012345678901234567890123",
      })
  void refusesNamesThatNobodyCanRead(String name) {
    assertThatThrownBy(() -> MemberName.of(name))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NAME_INVALID));
  }

  @Test
  void keepsATextExactlyAsItCame() {
    String text = "  e\u0301 \t<b>\u202E\n\n";

    assertThat(new MessageText(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t",
        "\u200B",
        "\u0000",
        "a\u0000",
        "a\uD800",
        "\uDC00a",
        "\u3164",
        "\u2800",
        "\u115F",
        "\u1160",
        "\uFFA0",
        "\u2800 \u3164\n",
        "\u034F",
        "\uFE0F",
        "\u00AD",
        "\u180E",
        "\u2065",
        "\uFFF0",
        "\uDB40\uDC41\uDB40\uDC7F",
        "\uD834\uDD59",
        "\u3000\u2003",
        "\u200F\u2069"
      })
  void refusesATextWithNothingToSeeOrAHoleInIt(String text) {
    assertThatThrownBy(() -> new MessageText(text).requireVisible())
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED));
  }

  @Test
  void boundsATextInCodePointsBytesAndLines() {
    assertThat(new MessageText("x".repeat(4000)).value()).hasSize(4000);
    assertThat(new MessageText("👋".repeat(4000)).value()).hasSize(8000);

    for (String text : Set.of("x".repeat(4001), "👋".repeat(4001), "a" + "\n".repeat(100))) {
      assertThatThrownBy(() -> new MessageText(text))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LONG));
    }
  }

  @Test
  void drawsEventIdsThatSortByTime() {
    Random random = new Random(5);

    String earlier = EventId.draw(1_700_000_000_000L, random).value();
    String later = EventId.draw(1_700_000_000_001L, random).value();

    assertThat(earlier).hasSize(26).isLessThan(later);
    assertThat(EventId.parse(earlier)).isPresent();
    assertThat(EventId.parse("nonsense")).isEmpty();
  }

  @Test
  void showsNoTokenInItsText() {
    SeatToken token = SeatToken.draw(new Random(1));

    assertThat(token.toString()).doesNotContain(token.value());
    assertThat(token.hash()).isEqualTo(new SeatToken(token.value()).hash());
  }

  @Test
  void tellsARepeatedCommandFromAnotherByItsContent() {
    var one = new RoomEvent.MessageSent(new MessageText("hi"), Optional.empty(), List.of());
    var same = new RoomEvent.MessageSent(new MessageText("hi"), Optional.empty(), List.of());
    var other = new RoomEvent.MessageSent(new MessageText("hi!"), Optional.empty(), List.of());

    assertThat(one.hash()).isEqualTo(same.hash()).isNotEqualTo(other.hash());
  }
}
