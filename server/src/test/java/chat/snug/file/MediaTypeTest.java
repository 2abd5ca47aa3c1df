package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is, by how it begins. */
final class MediaTypeTest {
  @ParameterizedTest
  @CsvSource({
    "GIF89a and more, image/gif",
    "RIFF....WEBPVP8 , image/webp",
    "RIFF....WAVEfmt , audio/wav",
    "....ftypM4A , audio/mp4",
    "....ftypisom, video/mp4",
    "OggS, audio/ogg",
    "%PDF-1.7, application/pdf"
  })
  void isToldByTheFirstBytes(String head, String type) {
    assertThat(of(head)).isEqualTo(type);
  }

  @Test
  void isToldByBytesThatAreNoText() {
    assertThat(of("\u0089PNG\r\n\u001a\n....IHDR")).isEqualTo("image/png");
    assertThat(of("\u00ff\u00d8\u00ff\u00e0..JFIF")).isEqualTo("image/jpeg");
    assertThat(of("\u001aE\u00df\u00a3....B\u0082webm")).isEqualTo("video/webm");
    assertThat(of("\u001f\u008b")).isEqualTo("application/gzip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GIF",
        "<html><script>",
        "<svg xmlns=",
        "x%PDF-1.7",
        "RIFF....AVI ",
        "WEBPVP8"
      })
  void isUnknownWhereItIsNotSure(String head) {
    assertThat(of(head)).isEqualTo(MediaType.UNKNOWN);
  }

  @Test
  void looksAtNoMoreThanThereIs() {
    byte[] head = "GIF89a".getBytes(ISO_8859_1);

    assertThat(MediaType.of(head, 3)).isEqualTo(MediaType.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "image/svg+xml", "application/pdf", "application/octet-stream"})
  void isNotShownWhereItMayRun(String type) {
    assertThat(MediaType.isShown(type)).isFalse();
  }

  private static String of(String head) {
    byte[] bytes = head.getBytes(ISO_8859_1);
    return MediaType.of(bytes, bytes.length);
  }
}
