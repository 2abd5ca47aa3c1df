package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A session of polling, one connection for each request. */
record PolledSession(int port, String target, String sid) {
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  static PolledSession open(int port, String path) throws IOException {
    String target = path + "?EIO=4&transport=polling";
    Matcher opened = SID.matcher(WireConnection.ask(port, "GET", target, "", new byte[0]).body());
    if (!opened.find()) {
      throw new IOException("no session");
    }
    return new PolledSession(port, target + "&sid=" + opened.group(1), opened.group(1));
  }

  WireConnection.Answer post(String body) throws IOException {
    return WireConnection.ask(port, "POST", target, "", body.getBytes(UTF_8));
  }

  /** All packets up to the last echo, or up to the end of the session. */
  List<String> pollUntilTheEnd() throws IOException {
    List<String> seen = new ArrayList<>();
    while (true) {
      WireConnection.Answer answer = WireConnection.ask(port, "GET", target, "", new byte[0]);
      if (answer.status() != 200) {
        seen.add("closed");
        return seen;
      }
      for (String packet : answer.body().split("\u001e", -1)) {
        if (packet.equals("1")) {
          seen.add("closed");
          return seen;
        }
        if (!packet.equals("6")) {
          seen.add(WirePacket.canonical(packet));
        }
        if (packet.equals("4end") || packet.equals("42[\"message-back\",\"end\"]")) {
          return seen;
        }
      }
    }
  }
}
