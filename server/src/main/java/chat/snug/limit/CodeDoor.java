package chat.snug.limit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps strangers from trying all codes: counts those that open nothing, by address, by network and
 * over all. One who has used up the budget of an address waits; when a network or all together miss
 * too often, their strangers are asked to solve a challenge, so that nobody can shut the door for
 * the others. Nothing that an address does buys it another guess. Who shows a seat is never
 * counted. Thread-safe; never blocks for long.
 *
 * <p>A class behind one address mistypes more often than an address may: while it waits, the codes
 * that have opened there within the last hour open still, since they tell that address nothing new.
 * So that nobody learns by trying which codes their neighbours use, tries of others have a budget,
 * too.
 */
public final class CodeDoor {
  private static final int MAX_ADDRESSES = 50_000;
  private static final int MAX_OPENED = 20_000;
  private static final int MAX_TIMES = 10_000;
  private static final Duration UNDECIDED = Duration.ofMillis(200);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long HOUR = Duration.ofHours(1).toNanos();

  /** So many times its own budget everybody's grows at most when many come in. */
  private static final int MAX_GROWTH = 2;

  /** What a stranger with a code may do now. */
  public sealed interface Verdict {
    /** Try it. */
    record Open() implements Verdict {}

    /** Come back after this time. */
    record Wait(Duration time) implements Verdict {}

    /**
     * Come back with a proof: {@code nonce:solution}, whose SHA-256 starts with {@code bits} 0s.
     */
    record Solve(String nonce, int bits) implements Verdict {}
  }

  private static final class Tries {
    private final MissWindow misses;

    /** Codes that were tried while the address waited, and had not opened there. */
    private @Nullable MissWindow missesWhileWaiting;

    /** Tries that are not decided yet: each may become a miss, so each counts as one. */
    private int underWay;

    Tries(MissWindow misses) {
      this.misses = misses;
    }
  }

  /** A code that has let somebody in from this address. */
  private record Opened(AddressPrefix address, String code) {}

  private final DoorLimits limits;
  private final AddressRanges exempt;
  private final LongSupplier nanoTime;
  private final Challenges challenges;
  private final Map<AddressPrefix, Tries> addresses = bounded(MAX_ADDRESSES);
  private final Map<AddressPrefix, Tries> networks = bounded(MAX_ADDRESSES);
  private final Map<Opened, Long> opened = bounded(MAX_OPENED);
  private final ArrayDeque<Long> globalMisses = new ArrayDeque<>();

  /** When somebody new came in, each address once in a minute, the oldest first. */
  private final Map<AddressPrefix, Long> globalJoins = new LinkedHashMap<>();

  private int underWay;

  /**
   * A door that nobody has tried.
   *
   * @param nanoTime a clock that never goes back, in ns
   * @param random a cryptographically strong source
   */
  public CodeDoor(Limits limits, LongSupplier nanoTime, RandomGenerator random) {
    this.limits = requireNonNull(limits, "limits").door();
    this.exempt = limits.exemptAddresses();
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    this.challenges = new Challenges(nanoTime, random);
  }

  /**
   * Whether a stranger from this address may try this code now. If it is open, {@link #decided} is
   * to be called when it shows what came of it.
   */
  public synchronized Verdict ask(String address, String code, Optional<String> proof) {
    if (exempt.contains(address)) {
      return new Verdict.Open();
    }
    long now = nanoTime.getAsLong();
    AddressPrefix prefix = AddressPrefix.of(address);
    Tries tries = tries(addresses, prefix, 1);
    long wait = tries.misses.waitTime(now, 0);
    if (wait > 0 && !opensWhileWaiting(tries, new Opened(prefix, code), now)) {
      return new Verdict.Wait(Duration.ofNanos(wait));
    }
    if (wait == 0 && tries.misses.waitTime(now, tries.underWay) > 0) {
      return new Verdict.Wait(UNDECIDED);
    }
    boolean solved = proof.isPresent() && challenges.accepts(proof.get(), bits(), prefix);
    if (!solved && isSharedBudgetUsedUp(address, now)) {
      return new Verdict.Solve(challenges.nonce(prefix), bits());
    }
    tries.underWay++;
    underWay++;
    return new Verdict.Open();
  }

  private boolean opensWhileWaiting(Tries tries, Opened code, long now) {
    MissWindow misses = tries.missesWhileWaiting;
    if (misses == null) {
      misses =
          new MissWindow(limits.missesPerHour(), limits.missesPerHour(), limits.missesPerDay());
      tries.missesWhileWaiting = misses;
    }
    if (misses.waitTime(now, 0) > 0) {
      return false;
    }
    Long last = opened.get(code);
    boolean opens = last != null && now - last <= HOUR;
    if (!opens) {
      misses.add(now);
    }
    return opens;
  }

  /** A try that was open is decided, whatever came of it. */
  public synchronized void decided(String address) {
    if (exempt.contains(address)) {
      return;
    }
    underWay--;
    Tries tries = tries(addresses, AddressPrefix.of(address), 1);
    tries.underWay = Math.max(0, tries.underWay - 1);
  }

  /** A code from this address opened nothing. */
  public synchronized void missed(String address) {
    if (exempt.contains(address)) {
      return;
    }
    long now = nanoTime.getAsLong();
    tries(addresses, AddressPrefix.of(address), 1).misses.add(now);
    tries(networks, AddressPrefix.networkOf(address), limits.networkFactor()).misses.add(now);
    forget(globalMisses, now);
    if (globalMisses.size() < MAX_TIMES) {
      globalMisses.add(now);
    }
  }

  /** Somebody new came in by this code: where many come in, more mistype. */
  public synchronized void admitted(String address, String code) {
    if (exempt.contains(address)) {
      return;
    }
    long now = nanoTime.getAsLong();
    AddressPrefix prefix = AddressPrefix.of(address);
    opened.put(new Opened(prefix, code), now);
    forgetJoins(now);
    if (globalJoins.size() < MAX_GROWTH * limits.globalMissesPerMinute()) {
      globalJoins.putIfAbsent(prefix, now);
    }
  }

  /** A room with this code was made from this address, which knows the code now. */
  public synchronized void made(String address, String code) {
    opened.put(new Opened(AddressPrefix.of(address), code), nanoTime.getAsLong());
  }

  /** A code that opens nothing is answered no sooner than this after it came. */
  public Duration answerFloor() {
    return limits.answerFloor();
  }

  private int bits() {
    return limits.challengeBits();
  }

  private static long waitTime(Map<AddressPrefix, Tries> map, AddressPrefix key, long now) {
    Tries tries = map.get(key);
    return tries == null ? 0 : tries.misses.waitTime(now, 0);
  }

  private Tries tries(Map<AddressPrefix, Tries> map, AddressPrefix key, int factor) {
    return map.computeIfAbsent(key, _ -> new Tries(new MissWindow(limits, factor)));
  }

  private boolean isSharedBudgetUsedUp(String address, long now) {
    forget(globalMisses, now);
    forgetJoins(now);
    return globalMisses.size() + underWay >= limits.globalMissesPerMinute() + globalJoins.size()
        || waitTime(networks, AddressPrefix.networkOf(address), now) > 0;
  }

  private void forgetJoins(long now) {
    globalJoins.values().removeIf(joined -> now - joined > MINUTE);
  }

  private static void forget(ArrayDeque<Long> times, long now) {
    while (!times.isEmpty() && now - times.getFirst() > MINUTE) {
      times.removeFirst();
    }
  }

  /** Forgets what was not looked at for the longest time. */
  private static <K, V> Map<K, V> bounded(int max) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
        return size() > max;
      }
    };
  }
}
