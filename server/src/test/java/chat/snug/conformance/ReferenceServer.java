package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.snug.testing.NodePackages;
import java.io.BufferedReader;
import java.io.IOException;

/** The reference implementation on Node.js, with the same two echo servers. */
final class ReferenceServer implements AutoCloseable {
  private final Process process;
  private final int enginePort;
  private final int socketPort;

  private ReferenceServer(Process process, int enginePort, int socketPort) {
    this.process = process;
    this.enginePort = enginePort;
    this.socketPort = socketPort;
  }

  static ReferenceServer start() throws IOException {
    Process process = NodePackages.start("reference.js");
    BufferedReader output = process.inputReader(UTF_8);
    String[] ports = String.valueOf(output.readLine()).split(" ", -1);
    if (ports.length != 3) {
      process.destroyForcibly();
      throw new IOException("the reference does not start");
    }
    return new ReferenceServer(process, Integer.parseInt(ports[1]), Integer.parseInt(ports[2]));
  }

  int enginePort() {
    return enginePort;
  }

  int socketPort() {
    return socketPort;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
