package chat.snug.file;

import static java.util.Objects.requireNonNull;

import chat.snug.room.Attachment;
import chat.snug.room.Attachment.Picture;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files are kept. Its methods block: they are for virtual threads. Thread-safe.
 *
 * <p>A file that has been accepted is on disk, with its name in its folder, before its row is
 * stored.
 */
public final class FileShelf implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileShelf.class);
  private static final int ID_BYTES = 16;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final String THUMBNAIL = ".thumbnail";

  /** A file that is kept, and whether it has just come. */
  public record Accepted(Attachment attachment, boolean isNew) {}

  /** What has come: its first bytes tell the type, all of them the digest. */
  private record Received(String type, String digest) {}

  /** What lies in {@code tmp/} and how it is to be told of. */
  private record Checked(Path file, String type, String name, Optional<Picture> picture) {}

  private final FileOptions options;
  private final FileIndex index;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final RoomQuota quota;
  private final Semaphore underWay;
  private final FileSweeper sweeper;
  private final Path kept;
  private final Path temporary;

  /**
   * Uses the folder, which is made when there is something to keep.
   *
   * @param random a cryptographically strong source
   */
  public FileShelf(
      FileOptions options, FileIndex index, InstantSource clock, RandomGenerator random) {
    this.options = requireNonNull(options, "options");
    this.index = requireNonNull(index, "index");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.kept = options.folder().resolve("kept");
    this.temporary = options.folder().resolve("tmp");
    this.underWay = new Semaphore(options.maxAtOnce());
    this.quota = new RoomQuota(options.maxRoomBytes(), index);
    this.sweeper = new FileSweeper(options, index, clock, kept, temporary);
  }

  /** The bounds that it holds to. */
  public FileOptions options() {
    return options;
  }

  /**
   * Takes a file in. Sent again with the same key, it is the same file.
   *
   * @throws RefusedException {@code TOO_LARGE} beyond a bound, {@code BUSY} if too many come at
   *     once, {@code ID_REUSED} if something else came under this key, {@code STORE_FULL}, {@code
   *     GONE} if the room is gone meanwhile, {@code UNAVAILABLE} if the body breaks off or the disk
   *     fails; nothing is kept then
   */
  public Accepted accept(Upload upload, InputStream body) {
    if (upload.length().orElse(0) > options.maxBytes()) {
      throw tooLarge();
    }
    if (!underWay.tryAcquire()) {
      throw new RefusedException(Refusal.BUSY, "Too many files come in at once.");
    }
    Path file = temporary.resolve(newId());
    try {
      Optional<FileIndex.Kept> before = await(index.findUpload(upload));
      return before.isPresent()
          ? again(upload, before.get(), receive(body, OutputStream.nullOutputStream(), _ -> {}))
          : takeIn(upload, body, file);
    } catch (IOException failed) {
      LOG.debug("upload broke off room={}: {}", upload.room(), failed.toString());
      throw new RefusedException(Refusal.UNAVAILABLE, "The file did not arrive as a whole.");
    } finally {
      underWay.release();
      deleteQuietly(file);
      deleteQuietly(bare(file));
    }
  }

  private Accepted takeIn(Upload upload, InputStream body, Path file) throws IOException {
    checkDisk();
    try (RoomQuota.Share share = quota.open(upload.room())) {
      Files.createDirectories(temporary);
      Received received;
      try (OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        received = receive(body, output, share::take);
      }
      return keep(upload, check(file, received.type(), FileName.clean(upload.name())), received);
    }
  }

  /** What came under this key before, if it is the same. */
  private static Accepted again(Upload upload, FileIndex.Kept kept, Received received) {
    boolean isSame =
        kept.digest().orElse(received.digest()).equals(received.digest())
            && kept.attachment().name().equals(FileName.clean(upload.name()));
    if (!isSame) {
      throw new RefusedException(Refusal.ID_REUSED, "Another file came under this key.");
    }
    return new Accepted(kept.attachment(), false);
  }

  /** A file by its id, if its room and its message are still there, and the disk has it. */
  public Optional<StoredFile> find(String id) {
    return await(index.find(id))
        .map(attachment -> stored(attachment))
        .filter(file -> Files.isRegularFile(file.path()));
  }

  /** Bytes of all files of a room. */
  public long bytesOf(RoomId room) {
    return await(index.bytesOf(room));
  }

  /** A place for something that is on its way in; whoever asks for it removes it. */
  public Path temporaryFile() throws IOException {
    Files.createDirectories(temporary);
    return temporary.resolve(newId());
  }

  /** Removes at once what rooms and messages have left behind; else it happens within seconds. */
  public void sweep() {
    sweeper.sweep();
  }

  @Override
  public void close() {
    sweeper.close();
    if (options.isTemporary()) {
      FileSweeper.deleteTree(options.folder());
    }
  }

  private StoredFile stored(Attachment attachment) {
    Path path = place(attachment.id());
    Path small = thumbnail(path);
    boolean hasSmall = attachment.picture().filter(Picture::thumbnail).isPresent();
    return new StoredFile(attachment, path, hasSmall ? Optional.of(small) : Optional.empty());
  }

  private void checkDisk() {
    if (usableSpace(options.folder().toAbsolutePath()) < options.reserveBytes()) {
      throw new RefusedException(Refusal.STORE_FULL);
    }
  }

  /** On the disk of a folder, which may not be there yet. */
  private static long usableSpace(Path folder) {
    Path parent = folder.getParent();
    return Files.exists(folder) || parent == null
        ? folder.toFile().getUsableSpace()
        : usableSpace(parent);
  }

  /** Writes the body on, tells how much comes, and answers what it is. */
  private Received receive(InputStream body, OutputStream output, IntConsumer meter)
      throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    byte[] head = new byte[MediaType.HEAD_BYTES];
    int headLength = 0;
    long total = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      total += count;
      if (total > options.maxBytes()) {
        throw tooLarge();
      }
      meter.accept(count);
      int more = Math.min(count, head.length - headLength);
      System.arraycopy(buffer, 0, head, headLength, more);
      headLength += more;
      digest.update(buffer, 0, count);
      output.write(buffer, 0, count);
    }
    if (total == 0) {
      throw new RefusedException(Refusal.MALFORMED, "This file is empty.");
    }
    return new Received(
        MediaType.of(head, headLength),
        Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * Of pictures a copy without words is kept, in films they are overwritten; what is none is a file
   * like any other.
   */
  private Checked check(Path file, String type, String name) throws IOException {
    if (MediaType.IN_BOXES.contains(type)) {
      String shown = MovieWords.clear(file) ? type : MediaType.UNKNOWN;
      return new Checked(file, shown, name, Optional.empty());
    }
    if (!MediaType.PICTURES.contains(type)) {
      return new Checked(file, type, name, Optional.empty());
    }
    Optional<Pictures.Outline> outline = Pictures.copy(file, type, bare(file));
    if (outline.isEmpty()) {
      return new Checked(file, MediaType.UNKNOWN, name, Optional.empty());
    }
    return outline.get().isShown()
        ? new Checked(bare(file), type, name, outline.map(Pictures.Outline::picture))
        : new Checked(bare(file), MediaType.UNKNOWN, name, Optional.empty());
  }

  private Accepted keep(Upload upload, Checked checked, Received received) throws IOException {
    String id = newId();
    Path place = place(id);
    Attachment attachment =
        new Attachment(
            id,
            checked.name(),
            checked.type(),
            Files.size(checked.file()),
            checked.picture(),
            Optional.empty());
    Files.createDirectories(folder(id));
    move(checked.file(), place);
    force(folder(id));
    boolean added = false;
    try {
      FileIndex.Kept row = new FileIndex.Kept(attachment, Optional.of(received.digest()));
      added = await(index.add(upload, row, clock.millis()));
    } finally {
      if (!added) {
        deleteQuietly(place);
      }
    }
    return added
        ? new Accepted(attachment, true)
        : again(upload, await(index.findUpload(upload)).orElseThrow(), received);
  }

  private static void move(Path from, Path to) throws IOException {
    force(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until the disk has it: the bytes of a file, the names in a folder. */
  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path place(String id) {
    return folder(id).resolve(id);
  }

  private Path folder(String id) {
    return kept.resolve(id.substring(0, 2));
  }

  private static Path thumbnail(Path file) {
    return file.resolveSibling(file.getFileName() + THUMBNAIL);
  }

  private static Path bare(Path file) {
    return file.resolveSibling(file.getFileName() + ".bare");
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        Refusal.TOO_LARGE,
        "A file has %s MiB at most.".formatted(options.maxBytes() / 1024 / 1024));
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      LOG.warn("cannot remove {}: {}", file.getFileName(), failed.toString());
    }
  }

  /** The answer of the index; what it refuses is refused here. */
  static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw RefusedException.of(failed);
    }
  }
}
