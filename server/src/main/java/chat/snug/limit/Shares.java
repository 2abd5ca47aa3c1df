package chat.snug.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Places where something is done that takes long: so many at once, and of one address a share of
 * them, so that nobody who is slow holds up all others. Thread-safe; never blocks.
 */
public final class Shares {
  /** What became of a wish for a place. */
  public enum Verdict {
    /** It is taken; to be given back. */
    TAKEN,
    /** The address has all of its share. */
    SHARE_USED_UP,
    /** All places are taken. */
    ALL_TAKEN
  }

  private final int perAddress;
  private final Semaphore places;
  private final Map<AddressPrefix, Integer> taken = new ConcurrentHashMap<>();

  /** All are free. */
  public Shares(int places, int perAddress) {
    this.places = new Semaphore(places);
    this.perAddress = perAddress;
  }

  /** Takes a place for this address, if it may have one more. */
  public Verdict take(String address) {
    AddressPrefix prefix = AddressPrefix.of(address);
    Verdict[] verdict = {Verdict.SHARE_USED_UP};
    taken.compute(
        prefix,
        (_, before) -> {
          int count = before == null ? 0 : before;
          if (count >= perAddress) {
            return before;
          }
          verdict[0] = places.tryAcquire() ? Verdict.TAKEN : Verdict.ALL_TAKEN;
          return verdict[0] == Verdict.TAKEN ? Integer.valueOf(count + 1) : before;
        });
    return verdict[0];
  }

  /** Gives a place back. */
  public void giveBack(String address) {
    taken.computeIfPresent(
        AddressPrefix.of(address), (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    places.release();
  }
}
