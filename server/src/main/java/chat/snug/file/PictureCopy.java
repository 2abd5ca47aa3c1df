package chat.snug.file;

import chat.snug.file.Pictures.Outline;
import java.io.IOException;
import java.util.Optional;

/** The copy of one picture, made from its first byte to its last. */
sealed interface PictureCopy permits GifCopy, JpegCopy, PngCopy, WebpCopy {
  /** Makes it; empty if this is no picture after all. */
  Optional<Outline> copy() throws IOException;
}
