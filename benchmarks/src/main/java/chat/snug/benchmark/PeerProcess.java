package chat.snug.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A peer that runs: on a core of its own, if there are two. */
final class PeerProcess implements AutoCloseable {
  private static final int FSYNCS = 101;
  private static final int PAGE_BYTES = 4_096;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final long startedAt;
  private final Process process;
  private final Path folder;
  private final int port;

  private PeerProcess(long startedAt, Process process, Path folder, int port) {
    this.startedAt = startedAt;
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts it and waits until it takes connections. */
  static PeerProcess start(Peer peer) throws IOException {
    Path folder = Files.createTempDirectory("snug-benchmark");
    int port = freePort();
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/taskset"))) {
      command.addAll(List.of("taskset", "-c", "0"));
    }
    command.addAll(peer.command(port, folder.resolve("data")));
    long startedAt = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    PeerProcess started = new PeerProcess(startedAt, process, folder, port);
    try {
      started.awaitPort();
      return started;
    } catch (IOException failed) {
      started.close();
      throw failed;
    }
  }

  int port() {
    return port;
  }

  /** Of the server itself: what starts it becomes it. */
  long processId() {
    return process.pid();
  }

  /** Joins a room, and answers how many ms after the start of the process that was done. */
  double joined(Chat chat) throws IOException {
    Chat.Room room = chat.open(port, 1).getFirst();
    try (TextSocket socket = TextSocket.connect(port)) {
      socket.send(chat.join(room, "First"));
      socket.next(chat.joined());
    }
    return (System.nanoTime() - startedAt) / 1e6;
  }

  /** Asks a JVM to collect, so that what is measured is what is needed. */
  void collectGarbage(Peer peer) throws IOException {
    if (!peer.isJava()) {
      return;
    }
    String command = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      new ProcessBuilder(command, String.valueOf(processId()), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The median of appending a page to a file beside its data, to disk. */
  double fsyncMillis() throws IOException {
    long[] nanos = new long[FSYNCS];
    ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("fsync"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < FSYNCS; i++) {
        long from = System.nanoTime();
        file.write(page.rewind());
        file.force(false);
        nanos[i] = System.nanoTime() - from;
      }
    }
    Arrays.sort(nanos);
    return nanos[FSYNCS / 2] / 1e6;
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(
              "does not start: " + Files.readString(folder.resolve("log")), notYet);
        }
      }
      Thread.onSpinWait();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
