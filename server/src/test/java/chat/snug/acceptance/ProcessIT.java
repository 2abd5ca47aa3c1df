package chat.snug.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packed server as a process: what it prints, how it ends. */
final class ProcessIT {
  @TempDir private Path data;

  @Test
  void saysWhereItServesAndEndsWithZeroWhenItIsToldTo() throws Exception {
    try (ServerProcess server =
        ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString())) {
      assertThat(server.url()).matches("http://127\\.0\\.0\\.1:\\d+");
      try (TestClient ana = TestClient.connect(server.port())) {
        ana.call("room:create", "name", "Ana");

        server.terminate();

        assertThat(server.exitStatus()).isZero();
        assertThat(ana.closed().get(5, TimeUnit.SECONDS)).isEqualTo(1012);
      }
    }
  }

  @Test
  void tellsTheAddressForTheLocalNetworkWhenItServesEverywhere() {
    try (ServerProcess server = ServerProcess.start("--port", "0", "--memory")) {
      assertThat(server.url()).startsWith("http://localhost:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port x, 2, --port",
    "--nonsense 1, 2, nonsense",
    "--rooms.grace soon, 2, expected",
    "--redis redis://localhost, 2, --redis",
    "--check-config, 0, sound",
    "--help, 0, Usage",
  })
  void endsAtOnceWithTheReason(String flags, int status, String reason) {
    try (ServerProcess server = ServerProcess.start(flags.split(" "))) {
      assertThat(server.exitStatus()).isEqualTo(status);
      assertThat(server.output()).contains(reason);
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server =
            ServerProcess.start(
                "--memory", "--host", "127.0.0.1", "--port", "" + other.getLocalPort())) {
      assertThat(server.exitStatus()).isEqualTo(1);
      assertThat(server.output()).contains("cannot listen on 127.0.0.1:" + other.getLocalPort());
    }
  }

  @Test
  void saysThatTheFolderIsInUse() {
    try (ServerProcess first =
        ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString())) {
      first.port();
      try (ServerProcess second =
          ServerProcess.start("--host", "127.0.0.1", "--port", "0", "--data", data.toString())) {
        assertThat(second.exitStatus()).isEqualTo(1);
        assertThat(second.output()).contains("in use by another server");
      }
    }
  }
}
