package chat.snug.gateway;

import chat.snug.limit.CommandLimits;
import chat.snug.limit.UploadLimits;
import chat.snug.room.Attachment;
import chat.snug.room.CommandId;
import chat.snug.room.Emoji;
import chat.snug.room.Entrance;
import chat.snug.room.EventId;
import chat.snug.room.Found;
import chat.snug.room.History;
import chat.snug.room.HistoryRange;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.Notice;
import chat.snug.room.Posted;
import chat.snug.room.Reactions;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomId;
import chat.snug.room.SeatToken;
import chat.snug.room.StoredRoom;
import chat.snug.room.WhoMay;
import chat.snug.socketio.EncodedPacket;
import chat.snug.socketio.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes events and acks (docs/protocol.md, §Server → client). Stateless. */
final class EventEncoder {
  private EventEncoder() {}

  /** An event of the log, as it is told live. */
  static EncodedPacket event(RoomId room, RoomEvent event) {
    return EncodedPacket.event(type(event), json -> write(json, room, event));
  }

  /** Something that is not in the log. */
  static EncodedPacket notice(RoomId room, Notice notice) {
    return EncodedPacket.event(
        name(notice),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("room", room.value());
          writeFields(json, notice);
          json.writeEndObject();
        });
  }

  /** A refusal of an event that asked for no ack. */
  static EncodedPacket refused(String event, Optional<String> commandId, JsonWriter error) {
    return EncodedPacket.event(
        "refused",
        json -> {
          json.writeStartObject();
          json.writeStringProperty("event", event);
          commandId.ifPresent(cid -> json.writeStringProperty("cid", cid));
          error.write(json);
          json.writeEndObject();
        });
  }

  /** The server is about to stop: come back after a time between these two, drawn at random. */
  static EncodedPacket drain(long minMillis, long maxMillis) {
    return EncodedPacket.event(
        "drain",
        json -> {
          json.writeStartObject();
          json.writeNumberProperty("minMs", minMillis);
          json.writeNumberProperty("maxMs", maxMillis);
          json.writeEndObject();
        });
  }

  static JsonWriter done() {
    return json -> {
      json.writeStartObject();
      json.writeBooleanProperty("ok", true);
      json.writeEndObject();
    };
  }

  /** An ack that says no; {@code error} as made here. */
  static JsonWriter refusal(JsonWriter error) {
    return json -> {
      json.writeStartObject();
      json.writeBooleanProperty("ok", false);
      error.write(json);
      json.writeEndObject();
    };
  }

  /** The property that says why not. */
  static JsonWriter error(RefusedException refused) {
    return json -> {
      startError(json, refused.refusal(), refused.getMessage());
      if (!refused.retryAfter().isZero()) {
        json.writeNumberProperty("retryAfterMs", refused.retryAfter().toMillis() + 1);
      }
      json.writeEndObject();
    };
  }

  /** The property that asks for a proof of work. */
  static JsonWriter challenge(String nonce, int bits) {
    return json -> {
      startError(json, Refusal.CHALLENGE, Refusal.CHALLENGE.message());
      json.writeObjectPropertyStart("challenge");
      json.writeStringProperty("nonce", nonce);
      json.writeNumberProperty("bits", bits);
      json.writeEndObject();
      json.writeEndObject();
    };
  }

  static JsonWriter posted(Posted posted) {
    return json -> {
      json.writeStartObject();
      json.writeBooleanProperty("ok", true);
      json.writeNumberProperty("seq", posted.event().sequence());
      json.writeStringProperty("id", posted.event().id().value());
      json.writeNumberProperty("at", posted.event().at());
      if (posted.duplicate()) {
        json.writeBooleanProperty("duplicate", true);
      }
      json.writeEndObject();
    };
  }

  static JsonWriter history(RoomId room, History history) {
    return json -> {
      json.writeStartObject();
      json.writeBooleanProperty("ok", true);
      writeEvents(json, "events", room, history.events());
      json.writeBooleanProperty("more", history.more());
      json.writeEndObject();
    };
  }

  static JsonWriter found(RoomId room, Found found) {
    return json -> {
      json.writeStartObject();
      json.writeBooleanProperty("ok", true);
      writeEvents(json, "events", room, found.events());
      writeEvents(json, "neighbours", room, found.neighbours());
      json.writeBooleanProperty("more", found.more());
      if (found.more()) {
        json.writeNumberProperty("before", found.before());
      }
      json.writeEndObject();
    };
  }

  static JsonWriter entrance(Entrance entrance, CommandLimits limits, UploadLimits uploads) {
    return json -> {
      json.writeStartObject();
      json.writeBooleanProperty("ok", true);
      json.writeStringProperty("mode", lowerCase(entrance.mode()));
      json.writeName("room");
      write(json, entrance.room());
      writeSelf(json, entrance.self(), entrance.token());
      write(json, entrance.members());
      json.writeNumberProperty("memberCount", entrance.memberCount());
      json.writeNumberProperty("head", entrance.head());
      writeEvents(json, "events", entrance.room().id(), entrance.events());
      writeEvents(json, "pinned", entrance.room().id(), entrance.pinned());
      json.writeBooleanProperty("more", entrance.more());
      json.writeNumberProperty("now", entrance.now().toEpochMilli());
      writeLimits(json, limits, uploads, entrance.editWindow());
      json.writeEndObject();
    };
  }

  private static void writeSelf(JsonGenerator json, Member self, Optional<SeatToken> token) {
    json.writeObjectPropertyStart("self");
    json.writeStringProperty("id", self.id().value());
    json.writeStringProperty("name", self.name().value());
    json.writeStringProperty("role", lowerCase(self.role()));
    token.ifPresent(shown -> json.writeStringProperty("token", shown.value()));
    json.writeEndObject();
  }

  private static void writeLimits(
      JsonGenerator json, CommandLimits limits, UploadLimits uploads, Duration editWindow) {
    json.writeObjectPropertyStart("limits");
    json.writeNumberProperty("messageCodePoints", MessageText.MAX_CODE_POINTS);
    json.writeNumberProperty("messageBytes", MessageText.MAX_BYTES);
    json.writeNumberProperty("messageLines", MessageText.MAX_LINES);
    json.writeNumberProperty("editMillis", editWindow.toMillis());
    json.writeNumberProperty("fileBytes", uploads.fileBytes());
    json.writeNumberProperty("messageFiles", Attachment.MAX_PER_MESSAGE);
    json.writeNumberProperty("historyEvents", HistoryRange.MAX_LIMIT);
    json.writeNumberProperty("rooms", limits.maxRooms());
    json.writeNumberProperty("pendingCommands", limits.maxPending());
    json.writeStringProperty("messageRate", limits.messages().toString());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, StoredRoom room) {
    json.writeStartObject();
    json.writeStringProperty("id", room.id().value());
    json.writeStringProperty("code", room.code().value());
    json.writeStringProperty("title", room.title());
    json.writeStringProperty("topic", "");
    json.writeStringProperty("epoch", room.epoch());
    json.writeStringProperty("access", "open");
    json.writeStringProperty("lifetime", room.lifetime().word());
    room.expiresAt().ifPresent(end -> json.writeNumberProperty("expiresAt", end.toEpochMilli()));
    json.writeStringProperty("backlog", "all");
    json.writeNumberProperty("slowModeSeconds", 0);
    json.writeStringProperty("whoMayPost", "everyone");
    json.writeStringProperty("whoMayExport", room.whoMayExport().word());
    json.writeNumberProperty("createdAt", room.createdAt().toEpochMilli());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<Entrance.Present> members) {
    json.writeArrayPropertyStart("members");
    for (Entrance.Present present : members) {
      write(json, present.member(), present.state(), present.read());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Member member, Member.State state, long read) {
    json.writeStartObject();
    json.writeStringProperty("id", member.id().value());
    json.writeStringProperty("name", member.name().value());
    json.writeStringProperty("role", lowerCase(member.role()));
    json.writeStringProperty("state", lowerCase(state));
    if (read > 0) {
      json.writeNumberProperty("read", read);
    }
    json.writeEndObject();
  }

  private static void writeEvents(
      JsonGenerator json, String name, RoomId room, Iterable<RoomEvent> events) {
    json.writeArrayPropertyStart(name);
    events.forEach(event -> write(json, room, event));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, RoomId room, RoomEvent event) {
    json.writeStartObject();
    json.writeStringProperty("type", type(event));
    json.writeStringProperty("room", room.value());
    json.writeNumberProperty("seq", event.sequence());
    json.writeStringProperty("id", event.id().value());
    json.writeNumberProperty("at", event.at());
    json.writeStringProperty("member", event.member().value());
    if (!(event.content() instanceof RoomEvent.MemberRenamed)) {
      json.writeStringProperty("name", event.name().value());
    }
    writeContent(json, event);
    json.writeEndObject();
  }

  private static void writeContent(JsonGenerator json, RoomEvent event) {
    switch (event.content()) {
      case RoomEvent.MessageSent sent -> writeMessage(json, event, sent);
      case RoomEvent.MessageNow(
              RoomEvent.MessageSent sent,
              boolean edited,
              Reactions reactions) -> {
        writeMessage(json, event, sent);
        if (edited) {
          json.writeBooleanProperty("edited", true);
        }
        writeReactions(json, reactions);
      }
      case RoomEvent.MessageGone _ -> {
        json.writeStringProperty("text", "");
        json.writeBooleanProperty("deleted", true);
      }
      case RoomEvent.MessageEdited(EventId target, Optional<MessageText> text) -> {
        json.writeStringProperty("target", target.value());
        json.writeStringProperty("text", text.map(MessageText::value).orElse(""));
      }
      case RoomEvent.MessageDeleted(EventId target) ->
          json.writeStringProperty("target", target.value());
      case RoomEvent.MessagesDeleted(Member.Id target) ->
          json.writeStringProperty("target", target.value());
      case RoomEvent.Reacted(EventId target, Emoji emoji, boolean on) -> {
        json.writeStringProperty("target", target.value());
        json.writeStringProperty("emoji", emoji.value());
        json.writeBooleanProperty("on", on);
      }
      case RoomEvent.MessagePinned(EventId target, boolean on) -> {
        json.writeStringProperty("target", target.value());
        json.writeBooleanProperty("on", on);
      }
      case RoomEvent.MemberRenamed(Member.Id target, MemberName name) -> {
        json.writeStringProperty("target", target.value());
        json.writeStringProperty("name", name.value());
      }
      case RoomEvent.Unknown _ -> {
        // its place in the log is all that a client may rely on
      }
      case RoomEvent.RoomUpdated(WhoMay whoMayExport) -> {
        json.writeObjectPropertyStart("changes");
        json.writeStringProperty("whoMayExport", whoMayExport.word());
        json.writeEndObject();
      }
    }
  }

  private static void writeMessage(
      JsonGenerator json, RoomEvent event, RoomEvent.MessageSent sent) {
    json.writeStringProperty("text", sent.text().value());
    event.commandId().map(CommandId::value).ifPresent(cid -> json.writeStringProperty("cid", cid));
    sent.replyTo().ifPresent(target -> json.writeStringProperty("replyTo", target.value()));
    if (!sent.attachments().isEmpty()) {
      json.writeArrayPropertyStart("files");
      sent.attachments().forEach(attachment -> write(json, attachment));
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, Attachment attachment) {
    json.writeStartObject();
    json.writeStringProperty("id", attachment.id());
    json.writeStringProperty("name", attachment.name());
    json.writeStringProperty("type", attachment.type());
    json.writeNumberProperty("size", attachment.size());
    if (attachment.picture().isPresent()) {
      json.writeNumberProperty("width", attachment.picture().get().width());
      json.writeNumberProperty("height", attachment.picture().get().height());
      json.writeBooleanProperty("thumbnail", attachment.picture().get().thumbnail());
    }
    attachment.description().ifPresent(words -> json.writeStringProperty("description", words));
    json.writeEndObject();
  }

  private static void writeReactions(JsonGenerator json, Reactions reactions) {
    if (reactions.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("reactions");
    for (Reactions.Reaction reaction : reactions.all()) {
      json.writeStartObject();
      json.writeStringProperty("emoji", reaction.emoji().value());
      json.writeArrayPropertyStart("members");
      for (Reactions.Reactor member : reaction.members()) {
        json.writeStartObject();
        json.writeStringProperty("id", member.id().value());
        json.writeStringProperty("name", member.name().value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeFields(JsonGenerator json, Notice notice) {
    switch (notice) {
      case Notice.MemberJoined(Member member) -> {
        json.writeName("member");
        write(json, member, Member.State.ONLINE, 0);
      }
      case Notice.MemberLeft(Member.Id member, Notice.LeaveReason reason) -> {
        json.writeStringProperty("member", member.value());
        json.writeStringProperty("reason", lowerCase(reason));
      }
      case Notice.MemberStateChanged(Member.Id member, Member.State state) -> {
        json.writeStringProperty("id", member.value());
        json.writeStringProperty("state", lowerCase(state));
      }
      case Notice.MemberCount(int count) -> json.writeNumberProperty("memberCount", count);
      case Notice.Members(long version, int count, List<Entrance.Present> members) -> {
        json.writeNumberProperty("version", version);
        json.writeNumberProperty("memberCount", count);
        write(json, members);
      }
      case Notice.Head(long sequence) -> json.writeNumberProperty("seq", sequence);
      case Notice.Typing(Member.Id member, MemberName name, boolean on) -> {
        json.writeStringProperty("member", member.value());
        json.writeStringProperty("name", name.value());
        json.writeBooleanProperty("on", on);
      }
      case Notice.HasRead(Member.Id member, long sequence) -> {
        json.writeStringProperty("member", member.value());
        json.writeNumberProperty("seq", sequence);
      }
      case Notice.RoomClosed(Notice.EndReason reason) ->
          json.writeStringProperty("reason", lowerCase(reason));
      case Notice.Removed(Notice.LeaveReason reason) ->
          json.writeStringProperty("reason", lowerCase(reason));
    }
  }

  private static void startError(JsonGenerator json, Refusal refusal, @Nullable String message) {
    json.writeObjectPropertyStart("error");
    json.writeStringProperty("code", lowerCase(refusal));
    json.writeStringProperty("message", String.valueOf(message));
    json.writeBooleanProperty("retryable", refusal.isRetryable());
  }

  private static String type(RoomEvent event) {
    return switch (event.content()) {
      case RoomEvent.MessageSent _, RoomEvent.MessageNow _, RoomEvent.MessageGone _ -> "message";
      case RoomEvent.MessageEdited _ -> "message:edited";
      case RoomEvent.MessageDeleted _ -> "message:deleted";
      case RoomEvent.MessagesDeleted _ -> "messages:deleted";
      case RoomEvent.Reacted _ -> "reaction";
      case RoomEvent.MessagePinned _ -> "message:pinned";
      case RoomEvent.MemberRenamed _ -> "member:renamed";
      case RoomEvent.RoomUpdated _ -> "room:updated";
      case RoomEvent.Unknown unknown -> unknown.type();
    };
  }

  private static String name(Notice notice) {
    return switch (notice) {
      case Notice.MemberJoined _ -> "member:joined";
      case Notice.MemberLeft _ -> "member:left";
      case Notice.MemberStateChanged _ -> "member:state";
      case Notice.MemberCount _ -> "member:count";
      case Notice.Members _ -> "members";
      case Notice.Head _ -> "head";
      case Notice.Typing _ -> "typing";
      case Notice.HasRead _ -> "read";
      case Notice.RoomClosed _ -> "room:closed";
      case Notice.Removed _ -> "removed";
    };
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
