package chat.snug.archive;

import java.net.IDN;
import java.util.List;
import java.util.Locale;

/**
 * A message as HTML, as the page shows it. HTML in a message is shown as typed, pictures from
 * elsewhere are addresses, and links lead to the web alone. Confined to one writing.
 */
final class MessageHtml {
  private final StringBuilder html = new StringBuilder();

  private MessageHtml() {}

  static String of(String text) {
    MessageHtml writing = new MessageHtml();
    writing.write(Blocks.read(text), " dir=\"auto\"");
    return writing.html.toString();
  }

  /**
   * Writes what stands below each other.
   *
   * @param direction of words: within quotes and lists it is theirs
   */
  private void write(List<Block> blocks, String direction) {
    for (Block block : blocks) {
      switch (block) {
        case Block.Paragraph(List<Span> spans) -> {
          html.append("<p").append(direction).append('>');
          spans.forEach(this::write);
          html.append("</p>\n");
        }
        case Block.Fence fence -> write(fence);
        case Block.Quote(List<Block> quoted) -> {
          html.append("<blockquote dir=\"auto\">\n");
          write(quoted, "");
          html.append("</blockquote>\n");
        }
        case Block.Listing list -> write(list);
      }
    }
  }

  private void write(Block.Fence fence) {
    html.append("<pre");
    if (!fence.language().isEmpty()) {
      html.append(" data-language=\"").append(Html.escape(fence.language())).append('"');
    }
    html.append("><code>").append(Html.escape(fence.code())).append("</code></pre>\n");
  }

  private void write(Block.Listing list) {
    String element = list.start() == 0 ? "ul" : "ol";
    html.append('<').append(element).append(" dir=\"auto\"");
    switch (list.mark()) {
      case '-' -> html.append(" class=\"dashes\"");
      case ')' -> html.append(" class=\"brackets\"");
      default -> {}
    }
    if (list.start() > 1) {
      html.append(" start=\"").append(list.start()).append('"');
    }
    html.append(">\n");
    for (List<Block> item : list.items()) {
      html.append("<li>");
      write(item, "");
      html.append("</li>\n");
    }
    html.append("</").append(element).append(">\n");
  }

  private void write(Span span) {
    switch (span) {
      case Span.Text(String text) -> html.append(Html.escape(text));
      case Span.Code(String code) ->
          html.append("<code>").append(Html.escape(code)).append("</code>");
      case Span.Link link -> write(link);
      case Span.Marked(Span.Manner manner, List<Span> spans) -> {
        switch (manner) {
          case STRONG -> write("strong", "", spans);
          case EMPHASIS -> write("em", "", spans);
          case STRUCK -> write("del", "", spans);
          case HIDDEN -> write("span", " class=\"spoiler\" tabindex=\"0\"", spans);
        }
      }
    }
  }

  private void write(String element, String attributes, List<Span> spans) {
    html.append('<').append(element).append(attributes).append('>');
    spans.forEach(this::write);
    html.append("</").append(element).append('>');
  }

  /** Where the words say something else than where they lead, the place is named. */
  private void write(Span.Link link) {
    String address = Html.escape(link.address());
    write("a", " rel=\"noopener noreferrer nofollow\" href=\"" + address + "\"", link.spans());
    String host = host(link.address());
    if (!MessageWords.ofSpans(link.spans()).toLowerCase(Locale.ROOT).contains(host)) {
      html.append(" <span class=\"host\">(").append(Html.escape(host)).append(")</span>");
    }
  }

  /** As it is looked up: a host with letters that look like others is seen to be one. */
  private static String host(String address) {
    String authority = address.substring(address.indexOf("//") + 2).split("[/?#]", 2)[0];
    try {
      return IDN.toASCII(authority, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException noName) {
      return authority.toLowerCase(Locale.ROOT);
    }
  }
}
