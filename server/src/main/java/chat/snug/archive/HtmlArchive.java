package chat.snug.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import chat.snug.file.StoredFile;
import chat.snug.room.Attachment;
import chat.snug.room.EventId;
import chat.snug.room.Member;
import chat.snug.room.Reactions;
import chat.snug.room.RoomEvent;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One page that needs nothing else: an {@code article} for each message, its files as {@code data:}
 * addresses, and beside them the same events as JSON, so that the page can be opened as a room
 * again. A content security policy in the page lets its own script run and no other.
 */
final class HtmlArchive implements EventSink {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String STYLE = resource("archive.css");
  private static final String SCRIPT = resource("archive.js");
  private static final int HUES = 12;

  private final RoomArchive archive;
  private final ArchiveSource source;
  private final OutputStream output;
  private final Words words;
  private final Days days;
  private final Quotes quotes = new Quotes();

  HtmlArchive(RoomArchive archive, ArchiveSource source, OutputStream output) {
    this.archive = archive;
    this.source = source;
    this.output = output;
    this.words = new Words(archive.locale());
    this.days = new Days(archive.zone(), words.locale());
  }

  @Override
  public void begin() throws IOException {
    Locale locale = words.locale();
    String code = archive.room().room().code().value();
    String title = Html.escape(archive.title());
    write(
        """
        <!doctype html>
        <html lang="%s" dir="%s">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
        media-src data:; style-src '%s'; script-src '%s'">
        <meta name="generator" content="Snug">
        <title>%s</title>
        <style>%s</style>
        <script type="application/json" id="snug-room">%s</script>
        <header>
        <h1>%s</h1>
        <p>%s</p>
        <search><label for="query">%s</label><input id="query" type="search" autocomplete="off">\
        <p id="found" role="status" data-none="%s" data-some="%s"></p></search>
        </header>
        <main id="messages" aria-label="%s">
        """
            .formatted(
                locale.toLanguageTag(),
                locale.getLanguage().equals("ar") ? "rtl" : "ltr",
                hash(STYLE),
                hash(SCRIPT),
                title,
                STYLE,
                json(generator -> {
                  generator.writeStartObject();
                  JsonArchive.writeHead(generator, archive);
                  generator.writeEndObject();
                }),
                title,
                Html.escape(
                    words.say(
                        "exported", code, days.dateAndTime(archive.writtenAt().toEpochMilli()))),
                Html.escape(words.say("search")),
                Html.escape(words.say("none")),
                Html.escape(words.say("some")),
                Html.escape(words.say("messages"))));
  }

  @Override
  public void message(RoomEvent event, RoomEvent.MessageNow message, boolean pinned)
      throws IOException {
    startDay(event);
    write("<article id=\"%s\">\n".formatted(event.id()));
    write(
        "<p class=\"meta\"><b class=\"hue-%s\" dir=\"auto\">%s</b> <time datetime=\"%s\">%s</time>"
            .formatted(
                hue(event.member()),
                Html.escape(event.name().value()),
                Instant.ofEpochMilli(event.at()),
                Html.escape(days.time(event.at()))));
    writeMark(message.edited(), "edited");
    writeMark(pinned, "pinned");
    write("</p>\n");
    if (message.message().replyTo().isPresent()) {
      writeQuote(message.message().replyTo().get());
    }
    write("<div class=\"text\">");
    write(MessageHtml.of(message.message().text().value()));
    write("</div>\n");
    for (Attachment file : message.message().attachments()) {
      writeFile(file);
    }
    writeReactions(message.reactions());
    writeEvent(
        json(generator ->
            ArchivedEvents.write(generator, event, message, pinned, ArchivedEvents.Data.none())));
    write("</article>\n");
    quotes.remember(event, message);
  }

  @Override
  public void renamed(RoomEvent event, RoomEvent.MemberRenamed renamed) throws IOException {
    startDay(event);
    write(
        "<p class=\"line\">%s</p>\n"
            .formatted(
                Html.escape(
                    words.say("renamed", event.name().value(), renamed.newName().value()))));
    writeEvent(json(generator -> ArchivedEvents.write(generator, event, renamed)));
  }

  @Override
  public void end() throws IOException {
    write("</main>\n<footer>%s</footer>\n".formatted(Html.escape(words.say("footer"))));
    write("<script>" + SCRIPT + "</script>\n</html>\n");
    output.flush();
  }

  private void startDay(RoomEvent event) throws IOException {
    if (days.isNew(event.at())) {
      write("<h2>%s</h2>\n".formatted(Html.escape(days.day(event.at()))));
    }
  }

  private void writeMark(boolean so, String key) throws IOException {
    if (so) {
      write(" <span class=\"mark\">%s</span>".formatted(Html.escape(words.say(key))));
    }
  }

  private void writeQuote(EventId target) throws IOException {
    write(
        "<blockquote class=\"reply\" dir=\"auto\"><a href=\"#%s\">%s</a></blockquote>\n"
            .formatted(target, Html.escape(quotes.find(target).orElse("…"))));
  }

  private void writeReactions(Reactions reactions) throws IOException {
    if (reactions.isEmpty()) {
      return;
    }
    write("<ul class=\"reactions\">");
    for (Reactions.Reaction reaction : reactions.all()) {
      String names =
          reaction.members().stream()
              .map(member -> member.name().value())
              .collect(Collectors.joining(", "));
      write(
          "<li title=\"%s\">%s %s</li>"
              .formatted(
                  Html.escape(names),
                  Html.escape(reaction.emoji().value()),
                  reaction.members().size()));
    }
    write("</ul>\n");
  }

  private void writeFile(Attachment file) throws IOException {
    Optional<StoredFile> stored = source.file(file.id());
    String name = Html.escape(file.name());
    if (stored.isEmpty()) {
      write("<p class=\"file\">%s</p>\n".formatted(name));
      return;
    }
    String before;
    String after;
    if (file.picture().isPresent()) {
      before =
          "<figure><img data-file=\"%s\" alt=\"%s\" width=\"%s\" height=\"%s\" src=\""
              .formatted(
                  file.id(),
                  Html.escape(file.description().orElse(file.name())),
                  file.picture().get().width(),
                  file.picture().get().height());
      after = "\"></figure>\n";
    } else if (stored.get().isShown()) {
      String element = file.type().startsWith("audio/") ? "audio" : "video";
      before =
          "<figure><%s controls preload=\"none\" data-file=\"%s\" aria-label=\"%s\" src=\""
              .formatted(element, file.id(), name);
      after =
          "\"></%s><figcaption dir=\"auto\">%s</figcaption></figure>\n".formatted(element, name);
    } else {
      before =
          "<p class=\"file\"><a download=\"%s\" data-file=\"%s\" href=\""
              .formatted(name, file.id());
      after = "\">%s</a></p>\n".formatted(name);
    }
    String type = stored.get().isShown() ? file.type() : "application/octet-stream";
    write(before + "data:" + Html.escape(type) + ";base64,");
    writeBase64(stored.get());
    write(after);
  }

  private void writeBase64(StoredFile file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file.path());
        OutputStream encoded = Base64.getEncoder().wrap(new Unclosed(output))) {
      bytes.transferTo(encoded);
    }
  }

  private void writeEvent(String json) throws IOException {
    write("<script type=\"application/json\" class=\"event\">%s</script>\n".formatted(json));
  }

  private void write(String text) throws IOException {
    output.write(text.getBytes(UTF_8));
  }

  /** An object that no {@code </script>} and no {@code <!--} can stand in. */
  private static String json(Consumer<JsonGenerator> body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      body.accept(generator);
    }
    return text.toString().replace("<", "\\u003c");
  }

  /** As the page colours names. */
  private static int hue(Member.Id member) {
    long hash = 7;
    for (int codePoint : member.value().codePoints().toArray()) {
      hash = (hash * 31 + codePoint) & 0xFFFFFFFFL;
    }
    return (int) (hash % HUES);
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static String resource(String name) {
    try (InputStream file = HtmlArchive.class.getResourceAsStream(name)) {
      return new String(requireNonNull(file, name).readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(name, broken);
    }
  }

  /** Ends the encoding without ending the page. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream output) {
      super(output);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() {}
  }
}
