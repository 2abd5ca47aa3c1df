package chat.snug.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.snug.room.Attachment;
import chat.snug.room.RoomEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.stream.Collectors;

/** A heading for each day, the name and the time of each message, its text as the page shows it. */
final class MarkdownArchive implements EventSink {
  private final RoomArchive archive;
  private final Writer output;
  private final Words words;
  private final Days days;
  private final Quotes quotes = new Quotes();

  MarkdownArchive(RoomArchive archive, OutputStream output) {
    this.archive = archive;
    this.output = new BufferedWriter(new OutputStreamWriter(output, UTF_8));
    this.words = new Words(archive.locale());
    this.days = new Days(archive.zone(), words.locale());
  }

  @Override
  public void begin() throws IOException {
    output.write("# " + MessageMarkdown.ofWords(archive.title()) + "\n\n");
    output.write(
        words.say(
                "exported",
                archive.room().room().code().value(),
                days.dateAndTime(archive.writtenAt().toEpochMilli()))
            + "\n");
  }

  @Override
  public void message(RoomEvent event, RoomEvent.MessageNow message, boolean pinned)
      throws IOException {
    startDay(event);
    output.write(
        "\n**" + MessageMarkdown.ofWords(event.name().value()) + "** " + days.time(event.at()));
    if (message.edited()) {
      output.write(" (" + words.say("edited") + ")");
    }
    if (pinned) {
      output.write(" 📌");
    }
    output.write("\n\n");
    if (message.message().replyTo().isPresent()) {
      String quote = quotes.find(message.message().replyTo().get()).orElse("…");
      output.write("> " + MessageMarkdown.ofWords(quote) + "\n\n");
    }
    output.write(MessageMarkdown.of(message.message().text().value()) + "\n");
    for (Attachment file : message.message().attachments()) {
      output.write("\n📎 " + MessageMarkdown.ofWords(file.name()) + "\n");
    }
    if (!message.reactions().isEmpty()) {
      String reactions =
          message.reactions().all().stream()
              .map(reaction -> reaction.emoji().value() + " " + reaction.members().size())
              .collect(Collectors.joining("  "));
      output.write("\n" + reactions + "\n");
    }
    quotes.remember(event, message);
  }

  @Override
  public void renamed(RoomEvent event, RoomEvent.MemberRenamed renamed) throws IOException {
    startDay(event);
    output.write(
        "\n*"
            + MessageMarkdown.ofWords(
                words.say("renamed", event.name().value(), renamed.newName().value()))
            + "*\n");
  }

  @Override
  public void end() throws IOException {
    output.flush();
  }

  private void startDay(RoomEvent event) throws IOException {
    if (days.isNew(event.at())) {
      output.write("\n## " + days.day(event.at()) + "\n");
    }
  }
}
