package chat.snug.conformance;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Where we differ from the reference implementation on purpose, and why (ADR 24). */
enum KnownDifferences {
  CLOSE_BY_WEBSOCKET(
      "The reference ignores a close packet on a WebSocket; the specification lets it end the"
          + " session.",
      scenario -> hasFrame(scenario, "1.*")),
  NO_ATTACHMENTS(
      "The reference closes at a binary packet without attachments, which its own older versions"
          + " took; we take it.",
      scenario -> hasFrame(scenario, ".*4[56]0+-.*")),
  AFTER_LEAVING(
      "The reference is silent to what comes in one burst behind a DISCONNECT, and closes at what"
          + " comes later; we close at both.",
      scenario -> hasFrame(scenario, "41.*")),
  SPACE_FOR_CONNECT(
      "The reference reads a space as the number 0, and so as CONNECT.",
      scenario -> hasFrame(scenario, "(.*\u001e)?4\\s.*")),
  LARGE_ACK_ID(
      "The reference rounds ack ids beyond 2^53, which nobody finds again; we keep the digits.",
      scenario ->
          hasFrame(scenario, ".*4[2-6](\\d+-)?(/[^,]*,)?(?!9007199254740991\\D)\\d{16,}.*")),
  JSONP(
      "JSONP is of Engine.IO 3; no client of version 4 asks for it.",
      scenario ->
          scenario instanceof WireScenario.Request request && request.target().contains("j=0"));

  private final String reason;

  @SuppressWarnings("ImmutableEnumChecker") // each is a lambda that captures nothing
  private final Predicate<WireScenario> matches;

  KnownDifferences(String reason, Predicate<WireScenario> matches) {
    this.reason = reason;
    this.matches = matches;
  }

  /** The reason why this scenario need not be the same, if there is one. */
  static Optional<String> reason(WireScenario scenario) {
    for (KnownDifferences difference : values()) {
      if (difference.matches.test(scenario)) {
        return Optional.of(difference.reason);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a client sees the same. The reference refuses a namespace before it answers what stands
   * before in the same burst. Where both close, what came before in the same burst may have been
   * answered already or not; and of a malformed polling body we count nothing, where the reference
   * counts what stands before the fault.
   */
  static boolean same(WireScenario scenario, List<String> theirs, List<String> ours) {
    if (theirs.equals(ours)) {
      return true;
    }
    if (!isClosed(theirs) || !isClosed(ours)) {
      return refusals(theirs).equals(refusals(ours)) && others(theirs).equals(others(ours));
    }
    List<String> before = others(theirs.subList(0, theirs.size() - 1));
    List<String> own = others(ours);
    return scenario instanceof WireScenario.Polling
        || (own.size() > before.size() && own.subList(0, before.size()).equals(before));
  }

  private static List<String> refusals(List<String> seen) {
    return seen.stream().filter(packet -> packet.startsWith("44/")).toList();
  }

  private static List<String> others(List<String> seen) {
    return seen.stream().filter(packet -> !packet.startsWith("44/")).toList();
  }

  private static boolean isClosed(List<String> seen) {
    return !seen.isEmpty() && seen.getLast().equals("closed");
  }

  private static boolean hasFrame(WireScenario scenario, String pattern) {
    Pattern frame = Pattern.compile(pattern, Pattern.DOTALL);
    List<String> frames =
        switch (scenario) {
          case WireScenario.Frames sent -> sent.frames();
          case WireScenario.Upgrade sent -> sent.frames();
          case WireScenario.Polling sent -> sent.bodies();
          case WireScenario.Request _ -> List.of();
        };
    return frames.stream().anyMatch(sent -> frame.matcher(sent).matches());
  }
}
