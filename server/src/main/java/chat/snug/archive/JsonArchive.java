package chat.snug.archive;

import chat.snug.file.StoredFile;
import chat.snug.room.Attachment;
import chat.snug.room.RoomEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One object, one event on a line, files within as base64: what {@link ArchiveReader} reads back.
 */
final class JsonArchive implements EventSink {
  static final String FORMAT = "snug-room";
  static final int VERSION = 1;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final RoomArchive archive;
  private final ArchiveSource source;
  private final JsonGenerator json;

  JsonArchive(RoomArchive archive, ArchiveSource source, OutputStream output) {
    this.archive = archive;
    this.source = source;
    this.json = FACTORY.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), output);
  }

  @Override
  public void begin() {
    json.writeStartObject();
    writeHead(json, archive);
    json.writeArrayPropertyStart("events");
  }

  /** The properties that stand before the events. */
  static void writeHead(JsonGenerator json, RoomArchive archive) {
    json.writeStringProperty("format", FORMAT);
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("code", archive.room().room().code().value());
    json.writeStringProperty("title", archive.room().room().title());
    json.writeNumberProperty("createdAt", archive.room().room().createdAt().toEpochMilli());
    json.writeNumberProperty("exportedAt", archive.writtenAt().toEpochMilli());
  }

  @Override
  public void message(RoomEvent event, RoomEvent.MessageNow message, boolean pinned) {
    json.writeRaw('\n');
    ArchivedEvents.write(json, event, message, pinned, this::data);
  }

  @Override
  public void renamed(RoomEvent event, RoomEvent.MemberRenamed renamed) {
    json.writeRaw('\n');
    ArchivedEvents.write(json, event, renamed);
  }

  @Override
  public void end() {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  /** A file that has just gone with its message is named, without what was in it. */
  private void data(JsonGenerator generator, Attachment file) {
    Optional<StoredFile> stored = source.file(file.id());
    if (stored.isEmpty()) {
      return;
    }
    try (InputStream bytes = Files.newInputStream(stored.get().path())) {
      generator.writeName("data");
      generator.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, Math.toIntExact(file.size()));
    } catch (IOException failed) {
      throw new UncheckedIOException("a file of the export", failed);
    }
  }
}
