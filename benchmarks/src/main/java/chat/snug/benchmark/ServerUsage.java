package chat.snug.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used, as the kernel tells it ({@code proc(5)}). Linux alone. */
final class ServerUsage {
  private static final double TICKS_PER_SECOND = 100;

  private final Path folder;

  ServerUsage(long processId) {
    this.folder = Path.of("/proc", String.valueOf(processId));
  }

  /** User and system time of all threads, in s; in steps of 10 ms. */
  double cpuSeconds() {
    String line = read("stat");
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Memory that is in use, in bytes. */
  long residentBytes() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException gone) {
      throw new UncheckedIOException("the server is gone", gone);
    }
  }
}
