package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some bytes that a client may send, and what it sees then. Immutable. */
sealed interface WireScenario {
  /** Which of the two servers it is for. */
  boolean isSocketIo();

  /** What the client sees, as far as it is to be the same everywhere. */
  List<String> play(int port) throws IOException;

  /** One request; seen is its status and the code of its refusal. */
  record Request(String method, String target, String headers, String body)
      implements WireScenario {
    private static final Pattern CODE = Pattern.compile("\"code\":(\\d)");

    @Override
    public boolean isSocketIo() {
      return false;
    }

    @Override
    public List<String> play(int port) throws IOException {
      WireConnection.Answer answer =
          WireConnection.ask(port, method, target, headers, body.getBytes(UTF_8));
      Matcher code = CODE.matcher(answer.body());
      return List.of(
          "status " + answer.status(),
          code.find() ? "code " + code.group(1) : answer.body().startsWith("0{") ? "opened" : "-");
    }
  }

  /** A session of polling that sends these bodies and polls until all is echoed. */
  record Polling(boolean isSocketIo, List<String> bodies) implements WireScenario {
    @Override
    public List<String> play(int port) throws IOException {
      PolledSession session = PolledSession.open(port, path(isSocketIo));
      for (String body : bodies) {
        session.post(body);
      }
      session.post(isSocketIo ? "42[\"message\",\"end\"]" : "4end");
      return session.pollUntilTheEnd();
    }
  }

  /** A WebSocket that sends these frames: text as it is, bytes after {@code bytes:}. */
  record Frames(boolean isSocketIo, String query, List<String> frames) implements WireScenario {
    @Override
    public List<String> play(int port) throws IOException {
      try (WireConnection socket = WireConnection.open(port)) {
        WireConnection.Answer opened =
            socket.upgrade(path(isSocketIo) + "?EIO=4&transport=websocket" + query, "");
        if (opened.status() != 101) {
          return List.of("refused");
        }
        List<String> seen = new ArrayList<>();
        socket.next();
        return sendAll(socket, frames, isSocketIo, seen);
      }
    }
  }

  /** A session of polling and a WebSocket that it may upgrade to. */
  record Upgrade(String before, List<String> frames) implements WireScenario {
    @Override
    public boolean isSocketIo() {
      return false;
    }

    @Override
    public List<String> play(int port) throws IOException {
      PolledSession session = PolledSession.open(port, path(false));
      session.post(before);
      List<String> seen = new ArrayList<>();
      try (WireConnection socket = WireConnection.open(port)) {
        socket.upgrade(path(false) + "?EIO=4&transport=websocket&sid=" + session.sid(), "");
        sendAll(socket, frames, false, seen);
      }
      return seen;
    }
  }

  private static String path(boolean isSocketIo) {
    return isSocketIo ? "/socket.io/" : "/engine.io/";
  }

  /** The reference closes when a packet overtakes the answer to CONNECT. */
  private static boolean awaitConnect(WireConnection socket, List<String> seen) throws IOException {
    for (String next = socket.next(); ; next = socket.next()) {
      seen.add(WirePacket.canonical(next));
      if (next.startsWith("42") || next.startsWith("44")) {
        return true;
      }
      if (next.equals("closed")) {
        return false;
      }
    }
  }

  private static List<String> sendAll(
      WireConnection socket, List<String> frames, boolean isSocketIo, List<String> seen)
      throws IOException {
    for (String frame : frames) {
      if (frame.startsWith("bytes:")) {
        socket.bytes(frame.substring("bytes:".length()).getBytes(UTF_8));
      } else {
        socket.text(frame);
        if (isSocketIo && frame.startsWith("40") && !awaitConnect(socket, seen)) {
          return seen;
        }
      }
    }
    socket.text(isSocketIo ? "42[\"message\",\"end\"]" : "4end");
    String end = isSocketIo ? "42[\"message-back\",\"end\"]" : "4end";
    for (String next = socket.next(); ; next = socket.next()) {
      if (!next.equals("6")) {
        seen.add(WirePacket.canonical(next));
      }
      if (next.equals(end) || next.equals("closed")) {
        return seen;
      }
    }
  }
}
