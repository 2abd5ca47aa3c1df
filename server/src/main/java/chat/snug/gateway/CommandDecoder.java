package chat.snug.gateway;

import chat.snug.room.Attachment;
import chat.snug.room.Characters;
import chat.snug.room.CommandId;
import chat.snug.room.Creation;
import chat.snug.room.Emoji;
import chat.snug.room.EventId;
import chat.snug.room.HistoryRange;
import chat.snug.room.Joining;
import chat.snug.room.Lifetime;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.OutboxPosition;
import chat.snug.room.Posting;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.Resume;
import chat.snug.room.RoomCode;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.Search;
import chat.snug.room.SeatToken;
import chat.snug.room.WhoMay;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads commands (docs/protocol.md, §Client → server). Stateless. */
final class CommandDecoder {
  private static final List<String> OTHER_SETTINGS =
      List.of(
          "title",
          "topic",
          "access",
          "passcode",
          "lifetime",
          "backlog",
          "slowModeSeconds",
          "whoMayPost");

  /** The server's own part has some 50. */
  private static final int MAX_PROOF_LENGTH = 256;

  private CommandDecoder() {}

  /**
   * Reads an event and its argument.
   *
   * @throws RefusedException {@code MALFORMED} if it is not what the contract describes, {@code
   *     UNSUPPORTED} if this server does not do it, or what a value itself refuses
   */
  static Command decode(String event, List<JsonNode> arguments) {
    Fields fields = Fields.of(arguments);
    return switch (event) {
      case "room:create" -> create(fields);
      case "room:join" -> join(fields);
      case "room:leave" -> new Command.LeaveRoom(room(fields));
      case "room:close" -> new Command.CloseRoom(room(fields));
      case "message:send" -> send(fields);
      case "message:edit" ->
          change(
              fields,
              new RoomEvent.MessageEdited(
                  target(fields), Optional.of(fields.required("text", MessageText::new))));
      case "message:delete" -> change(fields, new RoomEvent.MessageDeleted(target(fields)));
      case "message:react" ->
          change(
              fields,
              new RoomEvent.Reacted(
                  target(fields), fields.required("emoji", Emoji::new), fields.flag("on")));
      case "message:pin" ->
          change(fields, new RoomEvent.MessagePinned(target(fields), fields.flag("on")));
      case "messages:delete" ->
          change(fields, new RoomEvent.MessagesDeleted(fields.required("member", Member.Id::new)));
      case "history:load" -> load(fields);
      case "history:search" -> search(fields);
      case "member:rename" ->
          new Command.RenameMember(room(fields), fields.required("name", MemberName::of));
      case "room:update" -> update(fields);
      case "read" ->
          new Command.Read(
              room(fields),
              fields.number("seq").orElseThrow(() -> Fields.malformed("seq is missing.")));
      case "typing" -> new Command.Type(room(fields), fields.flag("on"));
      default -> throw new RefusedException(Refusal.UNSUPPORTED);
    };
  }

  /** The id of the command, as far as it can be read: to name it in an error. */
  static Optional<String> commandId(List<JsonNode> arguments) {
    return arguments.isEmpty()
        ? Optional.empty()
        : Optional.of(arguments.getFirst().path("cid"))
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue)
            .filter(cid -> cid.length() <= 64 && Characters.areSound(cid));
  }

  private static RoomId room(Fields fields) {
    return fields.required("room", RoomId::new);
  }

  private static Command create(Fields fields) {
    if (fields.asksFor("access", "open")
        || fields.asksFor("backlog", "all")
        || fields.asksFor("passcode")) {
      throw new RefusedException(Refusal.UNSUPPORTED);
    }
    return new Command.CreateRoom(
        new Creation(
            fields.required("name", MemberName::of),
            fields.text("title").orElse(""),
            fields.value("lifetime", CommandDecoder::lifetime).orElse(Lifetime.EMPTY),
            fields.value("token", SeatToken::new),
            fields.value("cid", CommandId::new)));
  }

  private static Lifetime lifetime(String word) {
    return Lifetime.of(word)
        .orElseThrow(
            () -> new IllegalArgumentException("lifetime: expected empty, 1h, 24h, 7d or kept"));
  }

  private static Command join(Fields fields) {
    if (fields.asksFor("invite")) {
      throw new RefusedException(Refusal.UNSUPPORTED);
    }
    Optional<RoomId> room = fields.value("room", RoomId::new);
    Optional<String> typed = fields.text("code");
    if (room.isEmpty() && typed.isEmpty()) {
      throw Fields.malformed("A code or a room is expected.");
    }
    return new Command.JoinRoom(
        new Joining(
            room,
            typed.flatMap(RoomCode::parse),
            fields.value("name", MemberName::of),
            fields.value("token", SeatToken::new),
            fields.object("resume").map(CommandDecoder::resume),
            Joining.Welcome.OPEN),
        fields.value("proof", CommandDecoder::proof));
  }

  private static Resume resume(Fields fields) {
    long sequence =
        fields.number("seq").orElseThrow(() -> Fields.malformed("resume.seq is missing."));
    if (sequence < 0) {
      throw Fields.malformed("resume.seq: 0 or more is expected.");
    }
    Optional<EventId> tail = fields.text("tail").flatMap(EventId::parse);
    return fields.required("epoch", epoch -> new Resume(epoch, sequence, tail));
  }

  private static String proof(String proof) {
    if (proof.length() > MAX_PROOF_LENGTH) {
      throw new IllegalArgumentException(
          "proof: %s characters at most are expected".formatted(MAX_PROOF_LENGTH));
    }
    return proof;
  }

  private static Command send(Fields fields) {
    return new Command.SendMessage(
        room(fields),
        new Posting(
            fields.required("cid", CommandId::new),
            fields.required("text", MessageText::new),
            fields.value("replyTo", EventId::new),
            fields.list("files", CommandDecoder::file),
            fields.object("order").map(CommandDecoder::order)));
  }

  /** An id, or an object of an id and what the file shows. */
  private static Attachment.Reference file(JsonNode node) {
    if (node.isString()) {
      return new Attachment.Reference(node.stringValue(), Optional.empty());
    }
    Fields fields = Fields.of(List.of(node));
    return new Attachment.Reference(fields.required("id", id -> id), fields.text("description"));
  }

  private static EventId target(Fields fields) {
    return fields.required("id", EventId::new);
  }

  private static Command change(Fields fields, RoomEvent.Content content) {
    return new Command.ChangeMessages(
        room(fields), fields.required("cid", CommandId::new), content);
  }

  /** Of the settings of a room, this server changes one. */
  private static Command update(Fields fields) {
    if (OTHER_SETTINGS.stream().anyMatch(fields::asksFor)) {
      throw new RefusedException(Refusal.UNSUPPORTED);
    }
    return change(
        fields, new RoomEvent.RoomUpdated(fields.required("whoMayExport", CommandDecoder::whoMay)));
  }

  private static WhoMay whoMay(String word) {
    return WhoMay.of(word)
        .orElseThrow(() -> new IllegalArgumentException("expected: everyone or hosts"));
  }

  private static OutboxPosition order(Fields fields) {
    long number = fields.number("n").orElseThrow(() -> Fields.malformed("order.n is missing."));
    return fields.required("outbox", outbox -> new OutboxPosition(outbox, number));
  }

  private static Command load(Fields fields) {
    OptionalLong before = fields.number("before");
    OptionalLong after = fields.number("after");
    OptionalLong at = fields.number("at");
    Optional<EventId> around = fields.value("around", EventId::new);
    int limit = limit(fields, HistoryRange.DEFAULT_LIMIT, HistoryRange.MAX_LIMIT);
    long count =
        Stream.of(before, after, at).filter(OptionalLong::isPresent).count()
            + around.stream().count();
    if (count > 1 || before.orElse(1) < 1 || after.orElse(0) < 0) {
      throw Fields.malformed(
          "One of before (1 or more), after (0 or more), around and at is expected.");
    }
    HistoryRange range =
        after.isPresent()
            ? new HistoryRange.After(after.getAsLong(), limit)
            : at.isPresent()
                ? new HistoryRange.At(at.getAsLong(), limit)
                : around.isPresent()
                    ? new HistoryRange.Around(around.get(), limit)
                    : new HistoryRange.Before(before, limit);
    return new Command.LoadHistory(room(fields), range);
  }

  private static Command search(Fields fields) {
    List<String> words = Search.words(fields.text("query").orElse(""));
    Optional<Member.Id> from = fields.value("from", Member.Id::new);
    Optional<Search.Has> has = fields.value("has", CommandDecoder::has);
    OptionalLong until = fields.number("until");
    if (words.isEmpty() && from.isEmpty() && has.isEmpty() && until.isEmpty()) {
      throw Fields.malformed("Something to look for is expected.");
    }
    return new Command.SearchHistory(
        room(fields),
        new Search(
            words, from, has, fields.number("before"), until, limit(fields, 20, Search.MAX_LIMIT)));
  }

  private static Search.Has has(String word) {
    return Stream.of(Search.Has.values())
        .filter(has -> has.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("has: expected file, image or link"));
  }

  private static int limit(Fields fields, int normal, int most) {
    long limit = fields.number("limit").orElse(normal);
    if (limit < 1 || limit > most) {
      throw Fields.malformed("limit: 1 to %s is expected.".formatted(most));
    }
    return (int) limit;
  }
}
