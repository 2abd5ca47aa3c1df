package chat.snug.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Makes scenarios: what clients send, what they could send, and some of it broken. */
final class WireGenerator {
  private static final List<String> BASE64 =
      List.of(
          "AQID",
          "AQ==",
          "AQ",
          "AQID\n",
          "AQ\r\nID",
          "-_-_",
          "+/+/",
          "A=QI",
          "",
          "A",
          "$$",
          "AQIDBA=");
  private static final List<String> TEXTS =
      List.of(
          "", "a", "hé€llo", "😀", "b", "6", " ", "\u2028", "\u0000", "{\"a\":1}", "x".repeat(300));
  private static final List<String> NAMES =
      List.of(
          "message", "message-with-ack", "other", "", "connect", "x".repeat(100), "é", "\\ud83d");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1.5",
          "1e3",
          "1e400",
          "-1e-400",
          "12345678901234567890",
          "9".repeat(60),
          "0.1",
          "1E5");
  private static final List<String> NAMESPACES =
      List.of(
          "",
          "",
          "",
          "",
          "/,",
          "/custom,",
          "/custom",
          "/none,",
          "/" + "n".repeat(200) + ",",
          "/custom?a=b,");
  private static final List<String> IDS =
      List.of("", "", "0", "7", "12345678901", "007", "9007199254740991", "x");
  private static final String BROKEN = "0123456b-/,[]{}\":\\ \u001ené";

  private final RandomGenerator random;

  WireGenerator(RandomGenerator random) {
    this.random = random;
  }

  WireScenario next() {
    return switch (random.nextInt(7)) {
      case 0 -> request();
      case 1 -> new WireScenario.Polling(false, some(3, this::payload));
      case 2 -> new WireScenario.Frames(false, query(), some(4, this::frame));
      case 3 -> new WireScenario.Upgrade("4" + of(TEXTS), some(4, this::upgradeFrame));
      case 4, 5 -> new WireScenario.Frames(true, query(), packets());
      default -> new WireScenario.Polling(true, bodies(packets()));
    };
  }

  private WireScenario request() {
    List<String> parameters = new ArrayList<>();
    parameters.add(of(List.of("EIO=4", "EIO=4", "EIO=4", "EIO=3", "EIO=", "EIO=5", "eio=4", "")));
    parameters.add(
        of(
            List.of(
                "transport=polling",
                "transport=polling",
                "transport=websocket",
                "transport=",
                "transport=x")));
    parameters.add(
        of(List.of("", "", "", "sid=", "sid=x", "t=abc", "b64=1", "j=0", "x=%zz", "a;b", "sid")));
    parameters.add(of(List.of("", "", "transport=polling", "EIO=4", "%45IO=4", "+=1")));
    String method = of(List.of("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD"));
    String headers =
        of(
            List.of(
                "",
                "",
                "Origin: http://localhost:1\r\n",
                "Origin: null\r\n",
                "Content-Type: application/octet-stream\r\n",
                "Accept-Encoding: identity\r\n",
                "User-Agent: \r\n"));
    String target = "/engine.io/?" + String.join("&", parameters);
    return new WireScenario.Request(method, target, headers, method.equals("POST") ? "4a" : "");
  }

  private String query() {
    return of(List.of("", "", "", "&b64=1", "&b64=", "&sid=", "&t=%zz"));
  }

  private String payload() {
    return String.join("\u001e", some(4, this::enginePacket));
  }

  private String frame() {
    return oneIn(5) ? "bytes:" + of(TEXTS) : enginePacket();
  }

  private String upgradeFrame() {
    return of(List.of("2probe", "2probe", "5", "5", "6", "4x", "bAQID", "0", "3", "2", "2other"));
  }

  private String enginePacket() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> "4" + of(TEXTS);
      case 4, 5 -> "b" + of(BASE64);
      case 6 -> of(List.of("0", "3", "5", "6", "0{}", "3probe", "6x"));
      case 7 -> of(List.of("6", "5", "3"));
      case 8 -> oneIn(3) ? of(List.of("2", "2probe", "1", "7", "x", "")) : "4b";
      default -> oneIn(4) ? broken("4" + of(TEXTS)) : "4c";
    };
  }

  /** Frames of Socket.IO packets, each after the type of Engine.IO. */
  private List<String> packets() {
    List<String> frames = new ArrayList<>();
    frames.add(
        "40"
            + of(
                List.of(
                    "", "", "", "{}", "{\"token\":\"a\"}", ",", "[]", "null", "{\"a\":", "\"x\"")));
    if (oneIn(3)) {
      frames.add("40/custom," + of(List.of("", "{\"b\":[1]}")));
    }
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      addPacket(frames);
    }
    return frames;
  }

  private void addPacket(List<String> frames) {
    int kind = random.nextInt(12);
    int attachments = kind < 3 ? random.nextInt(oneIn(4) ? 12 : 3) : 0;
    String type =
        kind < 3
            ? of(List.of("5", "5", "6")) + attachments + "-"
            : kind < 9 ? "2" : of(List.of("3", "1", "0", "4", "2", "3"));
    String namespace = of(NAMESPACES);
    String id = of(IDS);
    String payload = type.startsWith("1") && !oneIn(4) ? "" : arguments(attachments);
    String packet = "4" + type + namespace + id + payload;
    frames.add(oneIn(8) ? broken(packet) : packet);
    for (int i = 0; i < attachments; i++) {
      frames.add(oneIn(4) ? "b" + of(BASE64) : "bytes:" + of(TEXTS));
    }
  }

  private String arguments(int attachments) {
    List<String> values = new ArrayList<>();
    values.add(oneIn(10) ? value(1, 0) : "\"" + of(oneIn(3) ? NAMES : NAMES.subList(0, 2)) + "\"");
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      values.add(value(3, attachments));
    }
    IntStream.range(0, oneIn(5) ? 0 : attachments)
        .forEach(i -> values.add(placeholder(String.valueOf(i))));
    return "[" + String.join(",", values) + "]";
  }

  private String value(int depth, int attachments) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> of(NUMBERS);
      case 1 -> of(List.of("true", "false", "null"));
      case 2, 3 ->
          "\""
              + of(
                  List.of(
                      "", "a", "é", "\\ud83d", "\\u001e", "\\ud83d\\ude00", "\\/", "x".repeat(200)))
              + "\"";
      case 4 -> "{\"a\":1,\"a\":2,\"" + "k".repeat(random.nextInt(400)) + "\":3}";
      case 5 ->
          attachments > 0
              ? placeholder(of(List.of("0", "1", "0", "99", "-1", "\"0\"", "0.0", "null")))
              : "{}";
      case 6 -> "[" + value(depth - 1, attachments) + "," + value(depth - 1, attachments) + "]";
      case 7 -> "{\"x\":" + value(depth - 1, attachments) + "}";
      default -> deep(random.nextInt(80));
    };
  }

  private static String deep(int depth) {
    return "[".repeat(depth) + "0" + "]".repeat(depth);
  }

  private static String placeholder(String number) {
    return "{\"_placeholder\":true,\"num\":" + number + "}";
  }

  /** A payload for each packet with its attachments, or all in one. */
  private List<String> bodies(List<String> frames) {
    List<String> bodies = new ArrayList<>();
    for (String frame : frames) {
      String part =
          frame.startsWith("bytes:")
              ? "b" + Base64.getEncoder().encodeToString(frame.substring(6).getBytes(UTF_8))
              : frame;
      boolean afterConnect = bodies.isEmpty() || bodies.getLast().startsWith("40");
      if (afterConnect || frame.startsWith("40") || oneIn(2)) {
        bodies.add(part);
      } else {
        bodies.set(bodies.size() - 1, bodies.getLast() + "\u001e" + part);
      }
    }
    return bodies;
  }

  /** One character is lost, doubled or another. */
  private String broken(String text) {
    if (text.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(text.length());
    String other = String.valueOf(BROKEN.charAt(random.nextInt(BROKEN.length())));
    String middle = of(List.of("", other, text.charAt(at) + other));
    return text.substring(0, at) + middle + text.substring(at + 1);
  }

  private List<String> some(int most, Supplier<String> maker) {
    return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(_ -> maker.get()).toList();
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private String of(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
