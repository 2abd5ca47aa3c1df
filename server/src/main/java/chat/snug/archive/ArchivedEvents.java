package chat.snug.archive;

import chat.snug.room.Attachment;
import chat.snug.room.CommandId;
import chat.snug.room.EventId;
import chat.snug.room.Reactions;
import chat.snug.room.RoomEvent;
import chat.snug.room.RoomEvent.MemberRenamed;
import chat.snug.room.RoomEvent.MessageNow;
import tools.jackson.core.JsonGenerator;

/** Events as objects of the JSON format (docs/export.md). Stateless. */
final class ArchivedEvents {
  /** The bytes of a file are written by somebody else, after its other properties. */
  @FunctionalInterface
  interface Data {
    void write(JsonGenerator json, Attachment file);

    /** Nothing. */
    static Data none() {
      return (_, _) -> {};
    }
  }

  private ArchivedEvents() {}

  static void write(
      JsonGenerator json, RoomEvent event, MessageNow message, boolean pinned, Data data) {
    start(json, "message", event);
    json.writeStringProperty("name", event.name().value());
    event.commandId().map(CommandId::value).ifPresent(cid -> json.writeStringProperty("cid", cid));
    json.writeStringProperty("text", message.message().text().value());
    message
        .message()
        .replyTo()
        .map(EventId::value)
        .ifPresent(target -> json.writeStringProperty("replyTo", target));
    if (message.edited()) {
      json.writeBooleanProperty("edited", true);
    }
    if (pinned) {
      json.writeBooleanProperty("pinned", true);
    }
    writeReactions(json, message.reactions());
    if (!message.message().attachments().isEmpty()) {
      json.writeArrayPropertyStart("files");
      message.message().attachments().forEach(file -> write(json, file, data));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, RoomEvent event, MemberRenamed renamed) {
    start(json, "member:renamed", event);
    json.writeStringProperty("target", renamed.target().value());
    json.writeStringProperty("name", renamed.newName().value());
    json.writeStringProperty("before", event.name().value());
    json.writeEndObject();
  }

  private static void start(JsonGenerator json, String type, RoomEvent event) {
    json.writeStartObject();
    json.writeStringProperty("type", type);
    json.writeNumberProperty("seq", event.sequence());
    json.writeStringProperty("id", event.id().value());
    json.writeNumberProperty("at", event.at());
    json.writeStringProperty("member", event.member().value());
  }

  private static void write(JsonGenerator json, Attachment file, Data data) {
    json.writeStartObject();
    json.writeStringProperty("id", file.id());
    json.writeStringProperty("name", file.name());
    json.writeStringProperty("type", file.type());
    json.writeNumberProperty("size", file.size());
    file.description().ifPresent(words -> json.writeStringProperty("description", words));
    data.write(json, file);
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
}
