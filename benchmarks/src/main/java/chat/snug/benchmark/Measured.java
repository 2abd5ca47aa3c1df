package chat.snug.benchmark;

/**
 * What a load has shown. Immutable.
 *
 * @param deliveries messages that members received while it was measured
 * @param lost deliveries that never came, over the whole load
 * @param duplicates deliveries that came again
 * @param reordered deliveries of a sender that came before an earlier one
 * @param cpuMicros of the server for each delivery, user and system; noisy machines change it least
 * @param serverCpu of one core, 1 is all of it
 * @param ownCpu the same of the load generator: near 1 it is what is measured
 * @param residentBytes of the server at the end
 * @param joinsPerSecond while the clients came in
 */
public record Measured(
    int joined,
    long deliveries,
    double seconds,
    long lost,
    long duplicates,
    long reordered,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    double cpuMicros,
    double serverCpu,
    double ownCpu,
    long residentBytes,
    double joinsPerSecond) {
  /** Deliveries in a second. */
  public double rate() {
    return deliveries / seconds;
  }
}
