package chat.snug.limit;

import static java.util.Objects.requireNonNull;

/**
 * How much and how fast: every bound on people, in one place. What bounds memory alone is told to
 * the part that holds the memory (Engine.IO, Socket.IO and room options). Immutable.
 *
 * @param exemptAddresses from these no bound on people counts; bounds on memory always do; default
 *     none
 */
public record Limits(
    ConnectionLimits connections,
    CommandLimits commands,
    DoorLimits door,
    UploadLimits uploads,
    StoredLimits stored,
    AddressRanges exemptAddresses) {
  /** Checks that all is given. */
  public Limits {
    requireNonNull(connections, "connections");
    requireNonNull(commands, "commands");
    requireNonNull(door, "door");
    requireNonNull(uploads, "uploads");
    requireNonNull(stored, "stored");
    requireNonNull(exemptAddresses, "exemptAddresses");
  }

  /** The defaults of the product. */
  public static Limits defaults() {
    return new Limits(
        ConnectionLimits.defaults(),
        CommandLimits.defaults(),
        DoorLimits.defaults(),
        UploadLimits.defaults(),
        StoredLimits.defaults(),
        AddressRanges.none());
  }

  /** The same with other bounds on connections. */
  public Limits with(ConnectionLimits other) {
    return new Limits(other, commands, door, uploads, stored, exemptAddresses);
  }

  /** The same with other bounds on commands. */
  public Limits with(CommandLimits other) {
    return new Limits(connections, other, door, uploads, stored, exemptAddresses);
  }

  /** The same with other bounds on files. */
  public Limits with(UploadLimits other) {
    return new Limits(connections, commands, door, other, stored, exemptAddresses);
  }

  /** The same with other bounds on what is left behind. */
  public Limits with(StoredLimits other) {
    return new Limits(connections, commands, door, uploads, other, exemptAddresses);
  }

  /** The same with other exempt addresses. */
  public Limits withExemptAddresses(AddressRanges ranges) {
    return new Limits(connections, commands, door, uploads, stored, ranges);
  }
}
