package chat.snug.account;

import chat.snug.room.MemberName;
import chat.snug.room.NamePolicy;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that look alike, by the skeletons of Unicode Technical Standard 39, §4. A name has two: as
 * it is written ({@code Iris} looks like {@code lris}) and without case ({@code IRIS} is {@code
 * iris}); spaces do not count. Thread-safe.
 */
public final class LookAlikeNames implements NamePolicy {
  /** They speak for the house, or for everybody. */
  private static final List<String> RESERVED =
      List.of(
          "system",
          "snug",
          "server",
          "host",
          "owner",
          "admin",
          "administrator",
          "moderator",
          "mod",
          "support",
          "staff",
          "official",
          "all",
          "everyone",
          "everybody",
          "here",
          "channel");

  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

  private final SpoofChecker checker = new SpoofChecker.Builder().build();
  private final Set<String> reserved =
      RESERVED.stream()
          .flatMap(LookAlikeNames::asWritten)
          .flatMap(name -> keys(new MemberName(name)).stream())
          .collect(Collectors.toUnmodifiableSet());

  /** {@code AII} looks like {@code ALL}, and not like {@code all}. */
  private static Stream<String> asWritten(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(name, upper, upper.substring(0, 1) + name.substring(1));
  }

  @Override
  public Set<String> keys(MemberName name) {
    String compatible = NFKC.normalize(name.value());
    String written = skeleton(compatible);
    String folded = UCharacter.foldCase(skeleton(UCharacter.foldCase(compatible, true)), true);
    return written.equals(folded) ? Set.of(written) : Set.of(written, folded);
  }

  @Override
  public boolean isReserved(MemberName name) {
    return keys(name).stream().anyMatch(reserved::contains);
  }

  private String skeleton(String text) {
    return checker.getSkeleton(text).replace(" ", "");
  }
}
