package chat.snug;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Sends the log to standard error: {@code SNUG_LOG=json} for a line of JSON each, {@code
 * SNUG_LOG_LEVEL=DEBUG} for more. Found by logback as a service; a file of XML would cost each
 * start its reading.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}"
          + " %replace(%msg){'[\\r\\n\\x00-\\x1f]', ' '}%n%ex";

  /** Others tell more than operators of a chat want to know. */
  private static final Map<String, Level> LEVELS =
      Map.of(
          "io.netty", Level.WARN,
          "io.vertx", Level.WARN,
          "org.flywaydb", Level.WARN,
          "com.zaxxer.hikari", Level.ERROR);

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context));
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv("SNUG_LOG_LEVEL"), Level.INFO));
    root.addAppender(appender);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    EncoderBase<ILoggingEvent> encoder =
        "json".equals(System.getenv("SNUG_LOG")) ? new JsonEncoder() : pattern();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static PatternLayoutEncoder pattern() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }
}
