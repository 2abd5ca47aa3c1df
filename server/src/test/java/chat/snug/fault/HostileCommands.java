package chat.snug.fault;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every command of docs/protocol.md with arguments that nobody of good will sends, drawn from a
 * seed. Confined to one thread.
 */
final class HostileCommands {
  /** What an attacker may know: a room that they are in, and what is in it. */
  record Known(String room, String code, String token, String event, String member) {}

  private static final Map<String, List<String>> FIELDS =
      Map.ofEntries(
          entry("room:create", List.of("name", "title", "lifetime", "token", "cid")),
          entry("room:join", List.of("room", "code", "name", "token", "resume", "proof")),
          entry("room:leave", List.of("room")),
          entry("room:close", List.of("room")),
          entry("message:send", List.of("room", "cid", "text", "replyTo", "files", "order")),
          entry("message:edit", List.of("room", "cid", "id", "text")),
          entry("message:delete", List.of("room", "cid", "id")),
          entry("message:react", List.of("room", "cid", "id", "emoji", "on")),
          entry("message:pin", List.of("room", "cid", "id", "on")),
          entry("messages:delete", List.of("room", "cid", "member")),
          entry("history:load", List.of("room", "before", "after", "around", "at", "limit")),
          entry(
              "history:search",
              List.of("room", "query", "from", "has", "before", "until", "limit")),
          entry("typing", List.of("room", "on")),
          entry("read", List.of("room", "seq")),
          entry("member:rename", List.of("room", "name")),
          entry("room:update", List.of("room", "cid", "whoMayExport", "title", "access")));

  private static final List<String> HOSTILE =
      List.of(
          "null",
          "true",
          "\"\"",
          "\" \"",
          "-1",
          "0",
          "1e308",
          "-1e308",
          "1e-400",
          "9007199254740993",
          "9223372036854775808",
          "123456789012345678901234567890",
          "0.1",
          "[]",
          "{}",
          "[[[[[[[[[[]]]]]]]]]]",
          "{\"__proto__\":{\"constructor\":1}}",
          "{\"id\":\"x\",\"id\":\"y\"}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u202e\\u200f\\ufeff\"",
          "\"\\u0001\\u0001\\u0001\"",
          "\"%00%2e%2e/\"",
          "\"' OR 1=1 --\"",
          "\"\\\" AND NEAR(\"",
          "\"*\"",
          "{\"_placeholder\":true,\"num\":0}",
          "{\"epoch\":\"x\",\"seq\":9999999999,\"tail\":\"x\"}",
          "{\"outbox\":\"x\",\"n\":-1}",
          "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"AAAAAAAAAAAAAAAAAAAAAA\"]");

  private final Random random;
  private final Known known;
  private int next;

  HostileCommands(Random random, Known known) {
    this.random = random;
    this.known = known;
  }

  /** All commands that this knows. */
  static Set<String> names() {
    return new TreeSet<>(FIELDS.keySet());
  }

  /** A command as an Engine.IO packet; the same seed draws the same ones. */
  String packet() {
    List<String> names = List.copyOf(names());
    String name = names.get(random.nextInt(names.size()));
    boolean ends = name.equals("room:close") || name.equals("room:leave");
    if (ends && random.nextInt(10) > 0) {
      return packet(); // else most of what comes later would find no room
    }
    String ack = random.nextInt(4) == 0 ? "" : String.valueOf(next++ % 1_000);
    return "42" + ack + "[\"" + name + "\"" + arguments(name) + "]";
  }

  private String arguments(String name) {
    return switch (random.nextInt(24)) {
      case 0 -> "";
      case 1 -> "," + hostile();
      case 2 -> "," + object(name) + "," + object(name);
      case 3 -> "," + "[".repeat(20) + "]".repeat(20);
      case 4 -> ",{" + "\"room\":\"x\",".repeat(2_000) + "\"room\":1}";
      default -> "," + object(name);
    };
  }

  private String object(String name) {
    StringBuilder object = new StringBuilder("{");
    for (String field : FIELDS.getOrDefault(name, List.of())) {
      if (random.nextInt(10) > 0) {
        object.append(object.length() > 1 ? "," : "").append('"').append(field).append("\":");
        object.append(random.nextInt(5) == 0 ? hostile() : valid(field));
      }
    }
    return object.append('}').toString();
  }

  private String valid(String field) {
    return switch (field) {
      case "room" -> quoted(known.room());
      case "code" -> quoted(random.nextBoolean() ? known.code() : guess());
      case "token" -> quoted(known.token());
      case "id", "around", "replyTo" -> quoted(known.event());
      case "member", "from" -> quoted(known.member());
      case "cid" -> quoted("c" + random.nextInt(1_000_000));
      case "name", "title" -> quoted("Mallory " + random.nextInt(1_000));
      case "lifetime" -> random.nextBoolean() ? "\"empty\"" : "\"kept\"";
      case "text" -> text();
      case "query" -> random.nextBoolean() ? "\"aa\"" : "\"a b c d e f g h i j\"";
      case "emoji" -> "\"\ud83d\ude00\"";
      case "on" -> String.valueOf(random.nextBoolean());
      case "has" -> "\"link\"";
      case "whoMayExport" -> "\"hosts\"";
      case "files" -> "[\"AAAAAAAAAAAAAAAAAAAAAA\"]";
      case "order" -> "{\"outbox\":\"o%s\",\"n\":1}".formatted(random.nextInt(50));
      case "resume" -> "{\"epoch\":\"x\",\"seq\":1,\"tail\":\"x\"}";
      default -> String.valueOf(random.nextInt(200));
    };
  }

  /** What is short to send and long to keep, encode, show or look for. */
  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> quoted("\\u0001".repeat(3_998));
      case 1 -> quoted("aa ".repeat(1_300));
      case 2 -> quoted("\ud83d\ude00".repeat(2_000));
      case 3 -> quoted(">".repeat(4_000));
      case 4 -> quoted("x".repeat(60_000));
      default -> quoted("hello " + random.nextInt());
    };
  }

  private String hostile() {
    return random.nextInt(20) == 0
        ? quoted("x".repeat(100_000))
        : HOSTILE.get(random.nextInt(HOSTILE.size()));
  }

  private String guess() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      code.append("ABCDEFGHJKLMNPQRSTUVWXYZ".charAt(random.nextInt(24)));
    }
    return code.toString();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
