package chat.snug.file;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.FileImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Pictures that move: written anew frame by frame, without comments. Stateless. */
final class AnimatedGif {
  private static final int MAX_FRAMES = 200;
  private static final long MAX_PIXELS_OF_ALL_FRAMES = 100_000_000;
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final Set<String> DROPPED = Set.of("CommentExtensions", "PlainTextExtension");

  private AnimatedGif() {}

  /**
   * Writes all frames to another file.
   *
   * @throws RefusedException {@code TOO_LARGE} if there are too many
   */
  static void copy(ImageReader reader, Path target) throws IOException {
    int frames = reader.getNumImages(true);
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0) * frames;
    if (frames > MAX_FRAMES || pixels > MAX_PIXELS_OF_ALL_FRAMES) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "A moving picture has 200 frames and 100 megapixels at most.");
    }
    ImageWriter writer = ImageIO.getImageWritersByMIMEType("image/gif").next();
    try (FileImageOutputStream output = new FileImageOutputStream(target.toFile())) {
      writer.setOutput(output);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames; i++) {
        IIOMetadata metadata = reader.getImageMetadata(i);
        Element tree = (Element) metadata.getAsTree(FORMAT);
        strip(tree);
        metadata.setFromTree(FORMAT, tree);
        writer.writeToSequence(new IIOImage(reader.read(i), null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** Comments go, and applications' words but the one that says how often to repeat. */
  private static void strip(Element tree) {
    for (Node child = tree.getFirstChild(); child != null; ) {
      Node next = child.getNextSibling();
      if (DROPPED.contains(child.getNodeName())) {
        tree.removeChild(child);
      } else if (child.getNodeName().equals("ApplicationExtensions")) {
        stripApplications(tree, child);
      }
      child = next;
    }
  }

  private static void stripApplications(Element tree, Node extensions) {
    for (Node child = extensions.getFirstChild(); child != null; ) {
      Node next = child.getNextSibling();
      if (!((Element) child).getAttribute("applicationID").equals("NETSCAPE")) {
        extensions.removeChild(child);
      }
      child = next;
    }
    if (extensions.getFirstChild() == null) {
      tree.removeChild(extensions);
    }
  }
}
