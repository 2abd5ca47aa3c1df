package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.net.NetServer;
import chat.snug.testing.NodePackages;
import chat.snug.testing.Packages;
import chat.snug.testing.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stock clients, the oldest and the newest of each that there are, on each transport, with all that
 * they can say and every option that they have, and in a conversation of the chat. One process runs
 * all cells of a library.
 */
final class ClientMatrixTest {
  private static NetServer server;
  private static String port;
  private static TestServer chat;
  private static String chatPort;

  @BeforeAll
  static void start() {
    server =
        SocketEchoServer.start(
            EchoOptions.of(
                "--port",
                "0",
                "--max-payload",
                "131072",
                "--ping-interval",
                "25000",
                "--ping-timeout",
                "20000",
                "--connect-timeout",
                "45000"));
    port = String.valueOf(server.port());
    chat = TestServer.start("--memory", "--limits.exempt-addresses", "127.0.0.1");
    chatPort = String.valueOf(chat.port());
  }

  @AfterAll
  static void stop() {
    chat.close();
    EchoOptions.close(server);
  }

  @Test
  void talksWithTheClientsOfJavaScript() throws Exception {
    assertThat(told(NodePackages.start("matrix.js", port, chatPort)))
        .hasSize(435)
        .allMatch(this::isGood);
  }

  @Test
  void talksWithTheClientOfPython() throws Exception {
    Packages.need(
        Path.of("/usr/lib/python3/dist-packages/socketio"),
        "python3-socketio",
        "python3-requests",
        "python3-websocket",
        "python3-aiohttp");
    Process cells =
        new ProcessBuilder(
                Packages.command("python3", "python3"), "src/test/python/matrix.py", port, chatPort)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(told(cells)).hasSize(48).allMatch(this::isGood);
  }

  @Test
  void talksWithTheNewestClientOfJava() throws Exception {
    assertThat(told(java("newest", ""))).hasSize(24).allMatch(this::isGood);
  }

  @Test
  void talksWithTheOldestClientOfJava() throws Exception {
    Path jars = Path.of("target/oldest-client");
    assertThat(Files.isDirectory(jars)).as(jars + ", which the build fetches").isTrue();

    assertThat(told(java("oldest", jars + File.separator + "*" + File.pathSeparator)))
        .hasSize(24)
        .allMatch(this::isGood);
  }

  private boolean isGood(String line) {
    return line.startsWith("ok ");
  }

  private static Process java(String version, String before) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            before + System.getProperty("java.class.path"),
            JavaClientCells.class.getName(),
            version,
            port,
            chatPort)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A line for each cell. */
  private static List<String> told(Process cells) throws Exception {
    List<String> lines = cells.inputReader(UTF_8).readAllLines();
    assertThat(cells.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return lines;
  }
}
