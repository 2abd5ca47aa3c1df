package chat.snug.engineio;

/** Takes in every new session. Called on its event loop, after the open packet has been queued. */
@FunctionalInterface
public interface SessionAcceptor {
  /** Answers who listens to the session from now on. */
  SessionListener accept(EngineSession session);
}
