package chat.snug.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.room.MemberName;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that could be mistaken for another, and names that nobody may have. */
final class LookAlikeNamesTest {
  private final LookAlikeNames names = new LookAlikeNames();

  @ParameterizedTest
  @CsvSource({
    "Ana, ANA",
    "Ana, \u0410n\u0430", // Cyrillic
    "Iris, lris",
    "Paypal, Paypa1",
    "Bo, \uFF22\uFF4F", // full width
    "Noël, NOËL",
    "Straße, STRASSE",
    "Ana Maria, AnaMaria",
    "host2, h\u043Est2",
  })
  void takesForTheSame(String one, String other) {
    assertThat(areAlike(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Ana, Anna", "Lila, Ilia", "Ali, Ala", "Bo, Ro", "小林, 大林", "Ana, Ana2"})
  void tellsApart(String one, String other) {
    assertThat(areAlike(one, other)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system",
        "SYSTEM",
        "Admin",
        "\u0430dmin",
        "H\u043Est",
        "Snug",
        "o w n e r",
        "M0d",
        "all",
        "All",
        "ALL",
        "AII",
        "aIl",
        "a11",
        "\u0430ll",
        "everyone",
        "Every One",
        "here",
        "h\u0435re",
        "channel",
        "Chаnnel",
        "everybody"
      })
  void reservesWhatSpeaksForTheHouse(String name) {
    assertThat(names.isReserved(MemberName.of(name))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hanna", "Admina", "Modesty", "Systema", "Owen", "Al", "Ali", "Alla", "Hall", "Heere",
        "Chanel", "Roomy"
      })
  void reservesNothingElse(String name) {
    assertThat(names.isReserved(MemberName.of(name))).isFalse();
  }

  @Test
  void givesTheSameKeysAlways() {
    assertThat(names.keys(MemberName.of("Ana"))).isEqualTo(names.keys(MemberName.of("Ana")));
  }

  private boolean areAlike(String one, String other) {
    return !Collections.disjoint(names.keys(MemberName.of(one)), names.keys(MemberName.of(other)));
  }
}
