package chat.snug.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Set;

/**
 * What a file is, by its first bytes alone: neither its name nor what the uploader says counts.
 * What is not known for sure is {@code application/octet-stream}. Stateless. Source: WHATWG MIME
 * Sniffing.
 */
final class MediaType {
  /** So many bytes are looked at. */
  static final int HEAD_BYTES = 256;

  static final String UNKNOWN = "application/octet-stream";

  /** Copied without what describes them. */
  static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  /** Films and sounds that are made of boxes; phones put the place into one. */
  static final Set<String> IN_BOXES = Set.of("audio/mp4", "video/mp4");

  private static final Set<String> SHOWN =
      Set.of(
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "audio/mpeg",
          "audio/ogg",
          "audio/wav",
          "audio/flac",
          "audio/mp4",
          "video/mp4",
          "video/webm");

  private record Signature(int offset, String bytes, String type) {}

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(0, "\u0089PNG\r\n\u001a\n", "image/png"),
          new Signature(0, "\u00ff\u00d8\u00ff", "image/jpeg"),
          new Signature(0, "GIF87a", "image/gif"),
          new Signature(0, "GIF89a", "image/gif"),
          new Signature(8, "WEBPVP", "image/webp"),
          new Signature(8, "WAVE", "audio/wav"),
          new Signature(0, "ID3", "audio/mpeg"),
          new Signature(0, "\u00ff\u00fb", "audio/mpeg"),
          new Signature(0, "OggS", "audio/ogg"),
          new Signature(0, "fLaC", "audio/flac"),
          new Signature(4, "ftypM4A", "audio/mp4"),
          new Signature(4, "ftypisom", "video/mp4"),
          new Signature(4, "ftypmp4", "video/mp4"),
          new Signature(4, "ftypavc1", "video/mp4"),
          new Signature(4, "ftypM4V", "video/mp4"),
          new Signature(0, "%PDF-", "application/pdf"),
          new Signature(0, "PK\u0003\u0004", "application/zip"),
          new Signature(0, "\u001f\u008b", "application/gzip"));

  private static final String EBML = "\u001aE\u00df\u00a3";

  private MediaType() {}

  /** The type of a file that begins so. */
  static String of(byte[] head, int length) {
    String text = new String(head, 0, length, ISO_8859_1);
    if (text.startsWith(EBML) && text.contains("webm")) {
      return "video/webm";
    }
    return SIGNATURES.stream()
        .filter(signature -> text.startsWith(signature.bytes(), signature.offset()))
        .map(Signature::type)
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** Whether a browser may show files of this type within the page. */
  static boolean isShown(String type) {
    return SHOWN.contains(type);
  }
}
