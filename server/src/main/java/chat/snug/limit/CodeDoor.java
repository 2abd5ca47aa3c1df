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
 * the others. Who shows a seat is never counted. Thread-safe; never blocks for long.
 */
public final class CodeDoor {
  private static final int MAX_ADDRESSES = 50_000;
  private static final int MAX_CREDITS = 50;
  private static final int MAX_ROOMS = 20_000;
  private static final int MAX_TIMES = 10_000;
  private static final Duration UNDECIDED = Duration.ofMillis(200);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

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
    private int credits;

    /** Tries that are not decided yet: each may become a miss, so each counts as one. */
    private int underWay;

    Tries(MissWindow misses) {
      this.misses = misses;
    }
  }

  private final DoorLimits limits;
  private final AddressRanges exempt;
  private final LongSupplier nanoTime;
  private final Challenges challenges;
  private final Map<AddressPrefix, Tries> addresses = bounded(MAX_ADDRESSES);
  private final Map<AddressPrefix, Tries> networks = bounded(MAX_ADDRESSES);
  private final Map<String, AddressPrefix> makers = bounded(MAX_ROOMS);
  private final ArrayDeque<Long> globalMisses = new ArrayDeque<>();
  private final ArrayDeque<Long> globalJoins = new ArrayDeque<>();
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
   * Whether a stranger from this address may try a code now. If it is open, {@link #decided} is to
   * be called when it shows what came of it.
   */
  public synchronized Verdict ask(String address, Optional<String> proof) {
    if (exempt.contains(address)) {
      return new Verdict.Open();
    }
    long now = nanoTime.getAsLong();
    AddressPrefix prefix = AddressPrefix.of(address);
    long wait = waitTime(addresses, prefix, now);
    if (wait > 0) {
      return new Verdict.Wait(Duration.ofNanos(wait));
    }
    Tries tries = tries(addresses, prefix, 1);
    if (tries.misses.waitTime(now, tries.underWay - tries.credits) > 0) {
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
    Tries tries = tries(addresses, AddressPrefix.of(address), 1);
    if (tries.credits > 0) {
      tries.credits--;
    } else {
      tries.misses.add(now);
      tries(networks, AddressPrefix.networkOf(address), limits.networkFactor()).misses.add(now);
    }
    add(globalMisses, 2 * MAX_TIMES, now);
  }

  /** Somebody new came in by a code: people mistype, and where one is at home others may be. */
  public synchronized void admitted(String address, String room) {
    if (exempt.contains(address)) {
      return;
    }
    add(globalJoins, MAX_TIMES, nanoTime.getAsLong());
    AddressPrefix prefix = AddressPrefix.of(address);
    if (!prefix.equals(makers.get(room))) {
      Tries tries = tries(addresses, prefix, 1);
      tries.credits = Math.min(MAX_CREDITS, tries.credits + 1);
    }
  }

  /** A room was made from this address; who enters it from there earns nothing. */
  public synchronized void made(String address, String room) {
    makers.put(room, AddressPrefix.of(address));
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
    return tries == null || tries.credits > 0 ? 0 : tries.misses.waitTime(now, 0);
  }

  private Tries tries(Map<AddressPrefix, Tries> map, AddressPrefix key, int factor) {
    return map.computeIfAbsent(key, _ -> new Tries(new MissWindow(limits, factor)));
  }

  private boolean isSharedBudgetUsedUp(String address, long now) {
    forget(globalMisses, now);
    forget(globalJoins, now);
    return globalMisses.size() + underWay >= limits.globalMissesPerMinute() + globalJoins.size()
        || waitTime(networks, AddressPrefix.networkOf(address), now) > 0;
  }

  private static void add(ArrayDeque<Long> times, int max, long now) {
    forget(times, now);
    if (times.size() < max) {
      times.add(now);
    }
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
