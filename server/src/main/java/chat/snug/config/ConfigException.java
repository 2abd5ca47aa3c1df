package chat.snug.config;

/** The configuration is wrong; the message says what, in a sentence for the operator. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
