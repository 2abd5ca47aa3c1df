package chat.snug.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a file is called, whatever its sender says. */
final class FileNameTest {
  @Test
  void isNoPath() {
    assertThat(FileName.clean("../../etc/passwd")).isEqualTo("passwd");
    assertThat(FileName.clean("C:\\users\\ana\\photo.jpg")).isEqualTo("photo.jpg");
    assertThat(FileName.clean("..")).isEqualTo("file");
    assertThat(FileName.clean("folder/")).isEqualTo("file");
    assertThat(FileName.clean(". .htaccess")).isEqualTo("htaccess");
  }

  @Test
  void hasNothingThatCannotBeSeen() {
    assertThat(FileName.clean("photo\u202Egpj.exe")).isEqualTo("photogpj.exe");
    assertThat(FileName.clean("a\r\nb\u0000.txt")).isEqualTo("ab.txt");
    assertThat(FileName.clean("\u200B\uD800")).isEqualTo("file");
  }

  @Test
  void isTheSameHoweverItsLettersAreWritten() {
    assertThat(FileName.clean("Cafe\u0301.png")).isEqualTo("Café.png");
  }

  @Test
  void losesItsEndBeforeItsExtension() {
    String name = FileName.clean("🚀".repeat(200) + ".jpeg");

    assertThat(name).endsWith("🚀.jpeg");
    assertThat(name.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void takesTheExtensionOfWhatItHasBecome() {
    assertThat(FileName.withExtension("photo.heic", "jpg")).isEqualTo("photo.jpg");
    assertThat(FileName.withExtension("photo", "jpg")).isEqualTo("photo.jpg");
    assertThat(FileName.withExtension("a".repeat(300), "jpg")).endsWith("a.jpg").hasSize(200);
  }
}
