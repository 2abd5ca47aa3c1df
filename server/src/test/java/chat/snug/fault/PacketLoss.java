package chat.snug.fault;

import chat.snug.testing.Packages;
import java.util.List;

/**
 * Drops packets on this machine's loopback, to and from one port, by the kernel's own packet
 * filter. Needs to be allowed to, as root of a machine of one's own is: only the long run asks for
 * it.
 */
final class PacketLoss implements AutoCloseable {
  private final String port;
  private final String probability;

  PacketLoss(int port, int percent) {
    this.port = String.valueOf(port);
    this.probability = String.valueOf(percent / 100.0);
    change("-A");
  }

  @Override
  public void close() {
    change("-D");
  }

  private void change(String action) {
    String filter = Packages.command("iptables", "iptables");
    for (String side : List.of("--dport", "--sport")) {
      int status =
          Packages.run(
              List.of(
                  filter,
                  action,
                  "INPUT",
                  "-i",
                  "lo",
                  "-p",
                  "tcp",
                  side,
                  port,
                  "-m",
                  "statistic",
                  "--mode",
                  "random",
                  "--probability",
                  probability,
                  "-j",
                  "DROP"));
      if (status != 0) {
        throw new AssertionError("the packet filter refuses: " + action);
      }
    }
  }
}
