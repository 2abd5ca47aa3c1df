package chat.snug.archive;

import static java.util.Objects.requireNonNull;

import chat.snug.archive.ArchivedEvent.ArchivedFile;
import chat.snug.room.Attachment;
import chat.snug.room.Characters;
import chat.snug.room.Emoji;
import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.MemberName;
import chat.snug.room.MessageText;
import chat.snug.room.Reactions;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON format (docs/export.md) as it comes: holds one event at a time; the bytes of its
 * files go to temporary files. What it does not know it skips. Confined to one thread.
 */
final class ArchiveReader implements AutoCloseable {
  private static final int MAX_STRING = 64 * 1024;
  private static final int MAX_NESTING = 16;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_STRING)
                  .maxNestingDepth(MAX_NESTING)
                  .build())
          .build();

  /** Where the bytes of files go meanwhile, and how many there may be of each. */
  interface Places {
    Path next() throws IOException;

    long maxBytes();
  }

  private final JsonParser json;
  private final Places places;

  private int skipped;

  ArchiveReader(InputStream body, Places places) {
    this.json = FACTORY.createParser(ObjectReadContext.empty(), body);
    this.places = places;
  }

  /**
   * Goes on to where the events begin.
   *
   * @throws RefusedException {@code MALFORMED} if this is something else
   */
  void begin() {
    require(json.nextToken() == JsonToken.START_OBJECT);
    boolean known = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "format" -> known = JsonArchive.FORMAT.equals(json.getValueAsString());
        case "version" -> require(json.getValueAsInt() == JsonArchive.VERSION);
        case "events" -> {
          require(known && value == JsonToken.START_ARRAY);
          return;
        }
        default -> json.skipChildren();
      }
    }
    throw malformed();
  }

  /** The next event; empty when there is none any more. Of types it does not know, none come. */
  Optional<ArchivedEvent> next() throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Optional<ArchivedEvent> event = event();
      if (event.isPresent()) {
        return event;
      }
      skipped++;
    }
    require(json.currentToken() == JsonToken.END_ARRAY);
    return Optional.empty();
  }

  /** How many events did not come, since they are of types that are not known here. */
  int skipped() {
    return skipped;
  }

  /** What a damaged file is refused with. */
  static RefusedException malformed() {
    return new RefusedException(
        Refusal.MALFORMED, "This is no room that Snug has written, or the file is damaged.");
  }

  @Override
  public void close() {
    json.close();
  }

  private Optional<ArchivedEvent> event() throws IOException {
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (fields.isOfUnknownType()) {
        json.skipChildren();
        continue;
      }
      switch (name) {
        case "type" -> fields.type = text();
        case "id" -> fields.id = text();
        case "at" -> fields.at = json.getValueAsLong();
        case "member" -> fields.member = text();
        case "name" -> fields.name = text();
        case "text" -> fields.text = text();
        case "replyTo" -> fields.replyTo = text();
        case "target" -> fields.target = text();
        case "before" -> fields.before = text();
        case "edited" -> fields.edited = json.getValueAsBoolean();
        case "pinned" -> fields.pinned = json.getValueAsBoolean();
        case "reactions" -> fields.reactions = reactions();
        case "files" -> files(fields.files);
        default -> json.skipChildren();
      }
    }
    return fields.event();
  }

  private String text() {
    require(json.currentToken() == JsonToken.VALUE_STRING);
    String text = json.getString();
    require(Characters.areSound(text));
    return text;
  }

  private Reactions reactions() {
    Reactions reactions = Reactions.none();
    int count = 0;
    require(json.currentToken() == JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String emoji = "";
      List<Reactions.Reactor> members = List.of();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "emoji" -> emoji = text();
          case "members" -> members = reactors();
          default -> json.skipChildren();
        }
      }
      count += members.size();
      require(count <= Reactions.MAX_TOTAL);
      for (Reactions.Reactor member : members) {
        reactions = reactions.with(new Emoji(emoji), member.id(), member.name(), true);
      }
    }
    return reactions;
  }

  private List<Reactions.Reactor> reactors() {
    List<Reactions.Reactor> members = new ArrayList<>();
    require(json.currentToken() == JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Fields fields = new Fields();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "id" -> fields.id = text();
          case "name" -> fields.name = text();
          default -> json.skipChildren();
        }
      }
      members.add(
          new Reactions.Reactor(
              new Member.Id(given(fields.id)), new MemberName(given(fields.name))));
      require(members.size() <= Reactions.MAX_TOTAL);
    }
    return members;
  }

  /** A file without bytes was gone already when it was written; it does not come back. */
  private void files(List<ArchivedFile> files) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_OBJECT) {
      String fileName = "";
      Optional<String> description = Optional.empty();
      Optional<Path> data = Optional.empty();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "name" -> fileName = text();
          case "description" -> description = Optional.of(text());
          case "data" -> data = Optional.of(data());
          default -> json.skipChildren();
        }
      }
      if (data.isPresent()) {
        files.add(new ArchivedFile(fileName, description, data.get()));
      }
      require(files.size() <= Attachment.MAX_PER_MESSAGE);
    }
  }

  private Path data() throws IOException {
    require(json.currentToken() == JsonToken.VALUE_STRING);
    Path place = places.next();
    try (OutputStream file =
        new BufferedOutputStream(
            new BoundedStream(
                Files.newOutputStream(place, StandardOpenOption.CREATE_NEW), places.maxBytes()))) {
      json.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, file);
    }
    return place;
  }

  private static void require(boolean so) {
    if (!so) {
      throw malformed();
    }
  }

  private static String given(@Nullable String text) {
    require(text != null);
    return requireNonNull(text);
  }

  /** The properties of an event, as they come. */
  private static final class Fields {
    private final List<ArchivedFile> files = new ArrayList<>();
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String member;
    private @Nullable String name;
    private @Nullable String text;
    private @Nullable String replyTo;
    private @Nullable String target;
    private @Nullable String before;
    private long at;
    private boolean edited;
    private boolean pinned;
    private Reactions reactions = Reactions.none();

    /** Then its properties may be of any kind; the type stands before them. */
    boolean isOfUnknownType() {
      return type != null && !type.equals("message") && !type.equals("member:renamed");
    }

    Optional<ArchivedEvent> event() {
      return switch (given(type)) {
        case "message" -> Optional.of(message());
        case "member:renamed" -> Optional.of(rename());
        default -> Optional.empty();
      };
    }

    private ArchivedEvent message() {
      return new ArchivedEvent.Message(
          new EventId(given(id)),
          at,
          new Member.Id(given(member)),
          new MemberName(given(name)),
          new MessageText(given(text)),
          Optional.ofNullable(replyTo).flatMap(EventId::parse),
          edited,
          pinned,
          reactions,
          files);
    }

    private ArchivedEvent rename() {
      return new ArchivedEvent.Rename(
          new EventId(given(id)),
          at,
          new Member.Id(given(member)),
          new Member.Id(given(target)),
          new MemberName(given(before)),
          new MemberName(given(name)));
    }
  }

  /** What the parser throws for what it cannot read, as a refusal. */
  static RefusedException refusal(RuntimeException failure) {
    if (failure instanceof RefusedException refused) {
      return refused;
    }
    if (failure instanceof JacksonException || failure instanceof IllegalArgumentException) {
      return malformed();
    }
    throw failure;
  }
}
