package chat.snug.archive;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What a written room says in the reader's language. Immutable. */
final class Words {
  private final ResourceBundle bundle;
  private final Locale locale;

  Words(Locale locale) {
    this.bundle =
        ResourceBundle.getBundle(
            "chat.snug.archive.words",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    this.locale = bundle.getLocale().getLanguage().isEmpty() ? Locale.ENGLISH : locale;
  }

  /** The language that the words are in. */
  Locale locale() {
    return locale;
  }

  /** The text of this key, with these values in their places. */
  String say(String key, Object... values) {
    return new MessageFormat(bundle.getString(key), locale).format(values);
  }
}
