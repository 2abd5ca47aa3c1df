package chat.snug.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from the disk what no row names any more: soon after a room or message is gone, and now
 * and then what has waited too long for a message or was left by a crash. Has a thread of its own.
 */
final class FileSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileSweeper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  private static final Duration STRAY_INTERVAL = Duration.ofMinutes(20);

  private final FileOptions options;
  private final FileIndex index;
  private final InstantSource clock;
  private final Path kept;
  private final Path temporary;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("snug-files").factory());

  FileSweeper(
      FileOptions options, FileIndex index, InstantSource clock, Path kept, Path temporary) {
    this.options = options;
    this.index = index;
    this.clock = clock;
    this.kept = kept;
    this.temporary = temporary;
    repeat(this::sweep, INTERVAL);
    repeat(this::sweepStrays, STRAY_INTERVAL);
  }

  /** Removes what is doomed. */
  void sweep() {
    List<String> doomed = FileShelf.await(index.doomed());
    while (!doomed.isEmpty()) {
      for (String id : doomed) {
        delete(kept.resolve(id.substring(0, 2)).resolve(id));
        delete(kept.resolve(id.substring(0, 2)).resolve(id + ".thumbnail"));
      }
      FileShelf.await(index.forget(doomed));
      doomed = FileShelf.await(index.doomed());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      boolean ended = thread.awaitTermination(INTERVAL.toSeconds(), TimeUnit.SECONDS);
      LOG.debug("sweeper stopped ended={}", ended);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes a folder with all that is in it. */
  static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(FileSweeper::delete);
    } catch (IOException failed) {
      LOG.warn("cannot remove {}: {}", folder, failed.toString());
    }
  }

  private void sweepStrays() {
    long before = clock.millis() - options.orphanAge().toMillis();
    FileShelf.await(index.doomOrphans(before));
    oldFiles(temporary, before).forEach(FileSweeper::delete);
    List<Path> old = oldFiles(kept, before);
    List<String> ids = old.stream().map(FileSweeper::idOf).distinct().toList();
    for (int i = 0; i < ids.size(); i += 500) {
      Set<String> known =
          FileShelf.await(index.known(ids.subList(i, Math.min(ids.size(), i + 500))));
      List<String> part = ids.subList(i, Math.min(ids.size(), i + 500));
      old.stream()
          .filter(file -> part.contains(idOf(file)) && !known.contains(idOf(file)))
          .forEach(FileSweeper::delete);
    }
  }

  private static String idOf(Path file) {
    return String.valueOf(file.getFileName()).replace(".thumbnail", "");
  }

  private static List<Path> oldFiles(Path folder, long before) {
    List<Path> old = new ArrayList<>();
    if (!Files.exists(folder)) {
      return old;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(Instant.ofEpochMilli(before))) {
          old.add(file);
        }
      }
    } catch (IOException failed) {
      LOG.warn("cannot look through {}: {}", folder, failed.toString());
    }
    return old;
  }

  private void repeat(Runnable task, Duration interval) {
    long millis = interval.toMillis();
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (Throwable failed) {
            // a task that throws would never run again
            LOG.warn("sweeping files: {}", failed.toString());
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      LOG.warn("cannot remove {}: {}", file.getFileName(), failed.toString());
    }
  }
}
