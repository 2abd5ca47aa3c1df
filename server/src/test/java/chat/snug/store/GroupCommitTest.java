package chat.snug.store;

import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.metric.Metrics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How writes share transactions. */
final class GroupCommitTest {
  private static final long LONGER_THAN_A_TRANSACTION_NANOS = 60_000_000;

  private final Metrics metrics = new Metrics();
  private final Dialect dialect = SqliteDialect.inMemory(Long.MAX_VALUE);
  private final GroupCommit writer = new GroupCommit(1, dialect, metrics, _ -> {});
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    writer.close();
    dialect.close();
    metrics.close();
  }

  @Test
  void answersBeforeItGoesOnWithWhatWaitsBehindALongWrite() {
    gatherBehindOneThatWaits(() -> {
      submit("long", GroupCommitTest::takeLong);
      submit("next", () -> {});
    });

    assertThat(happened).containsSubsequence("long done", "long told", "next done", "next told");
  }

  @Test
  void goesOnBehindALongWriteThatFails() {
    gatherBehindOneThatWaits(() -> {
      submit(
          "long",
          () -> {
            takeLong();
            throw new StoreException("wrong");
          });
      submit("next", () -> {});
    });

    assertThat(happened).containsSubsequence("long failed", "next done", "next told");
  }

  @Test
  void takesTheSlicesOfLongWorkInTurn() {
    List<CompletableFuture<Boolean>> works = new ArrayList<>();
    gatherBehindOneThatWaits(() -> {
      for (String name : List.of("a", "b")) {
        List<String> left = new ArrayList<>(List.of("3", "2", "1"));
        Write.InSlices work =
            new Write.InSlices(
                (_, _) -> {
                  happened.add(name + left.removeLast());
                  return !left.isEmpty();
                },
                true);
        works.add(work.answer());
        writer.submit(work);
      }
      submit("between", () -> {});
    });
    works.forEach(PortsFixture::wait);

    assertThat(happened)
        .filteredOn(one -> !one.startsWith("between"))
        .containsExactly("a1", "b1", "a2", "b2", "a3", "b3");
    assertThat(happened).containsSubsequence("between done", "between told", "a2");
  }

  private static void takeLong() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGER_THAN_A_TRANSACTION_NANOS) {
      Thread.onSpinWait();
    }
  }

  /** What is submitted meanwhile is taken at once; returns when all of it is answered. */
  private void gatherBehindOneThatWaits(Runnable submit) {
    CountDownLatch gathered = new CountDownLatch(1);
    Write.Of<Boolean> first =
        new Write.Of<>(
            _ -> {
              try {
                gathered.await();
              } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
              }
              return true;
            },
            true);
    writer.submit(first);
    submit.run();
    CompletableFuture<Boolean> last = writer.flush();
    gathered.countDown();
    PortsFixture.wait(last);
  }

  private void submit(String name, Runnable work) {
    Write.Of<Boolean> write =
        new Write.Of<>(
            _ -> {
              work.run();
              happened.add(name + " done");
              return true;
            },
            true);
    write
        .answer()
        .whenComplete((_, failure) -> happened.add(name + (failure == null ? " told" : " failed")));
    writer.submit(write);
  }
}
