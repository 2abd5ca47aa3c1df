package chat.snug.gateway;

import chat.snug.limit.CodeDoor;
import chat.snug.limit.CommandLimiter;
import chat.snug.limit.UploadLimits;
import chat.snug.room.Entrance;
import chat.snug.room.Joining;
import chat.snug.room.Lifetime;
import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.room.RoomCode;
import chat.snug.room.Rooms;
import chat.snug.socketio.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways of one socket into rooms: one at a time, so that a repeated request finds the seat that
 * the first made. Holds strangers to the budgets of the {@link CodeDoor}. Confined to the socket's
 * event loop.
 */
final class Entrances {
  /** What all sockets share. */
  record Shared(Rooms rooms, CodeDoor door, BooleanSupplier storeBusy, UploadLimits uploads) {}

  private record Entering(Reply reply, Consumer<CompletableFuture<Entrance>> ask) {}

  private final Participant participant;
  private final Socket socket;
  private final CommandLimiter.Allowance allowance;
  private final Shared shared;

  /** The first is under way. */
  private final ArrayDeque<Entering> waiting = new ArrayDeque<>(1);

  Entrances(
      Participant participant, Socket socket, CommandLimiter.Allowance allowance, Shared shared) {
    this.participant = participant;
    this.socket = socket;
    this.allowance = allowance;
    this.shared = shared;
  }

  /** How many are asked for. */
  int waitingCount() {
    return waiting.size();
  }

  void create(Command.CreateRoom create, Reply reply) {
    if (shared.storeBusy().getAsBoolean()) {
      throw new RefusedException(Refusal.BUSY);
    }
    boolean stays = create.creation().lifetime() != Lifetime.EMPTY;
    Duration wait = allowance.newRoom(stays);
    if (!wait.isZero()) {
      throw RefusedException.tooSoon(
          wait,
          stays
              ? "Many rooms that stay were made here. Make one that goes when it is empty, or wait."
              : Refusal.RATE_LIMITED.message());
    }
    enter(
        reply,
        answer -> {
          answer.whenComplete((entrance, _) -> {
            if (entrance != null) {
              shared.door().made(socket.remoteAddress(), entrance.room().code().value());
            }
          });
          shared.rooms().create(create.creation(), participant, answer);
        });
  }

  void join(Command.JoinRoom join, Reply reply) {
    Joining joining = join.joining();
    if (joining.code().isEmpty()) {
      enter(reply, answer -> shared.rooms().join(joining, participant, answer));
    } else if (joining.room().isPresent() && joining.token().isPresent()) {
      enter(reply, answer -> joinBySeatOrCode(join, joining.code().get(), answer));
    } else {
      enter(reply, answer -> joinByCode(join, joining.code().get(), answer));
    }
  }

  /** A seat that is known opens in any case. */
  private void joinBySeatOrCode(
      Command.JoinRoom join, RoomCode code, CompletableFuture<Entrance> answer) {
    CompletableFuture<Entrance> bySeat = new CompletableFuture<>();
    bySeat.whenComplete((entrance, _) -> {
      if (entrance != null) {
        answer.complete(entrance);
      } else {
        participant.onLoop(() -> answering(answer, () -> joinByCode(join, code, answer)));
      }
    });
    shared.rooms().join(join.joining().withoutCode(), participant, bySeat);
  }

  /** Who may not try a code now is told so before anything is looked up. */
  private void joinByCode(
      Command.JoinRoom join, RoomCode code, CompletableFuture<Entrance> answer) {
    if (join.joining().token().isEmpty() && shared.storeBusy().getAsBoolean()) {
      answer.completeExceptionally(new RefusedException(Refusal.BUSY));
      return;
    }
    switch (shared.door().ask(socket.remoteAddress(), code.value(), join.proof())) {
      case CodeDoor.Verdict.Open() -> tryCode(join.joining(), code, answer);
      case CodeDoor.Verdict.Wait(Duration time) ->
          answer.completeExceptionally(RefusedException.tooSoon(time));
      case CodeDoor.Verdict.Solve(String nonce, int bits) ->
          answer.completeExceptionally(new ChallengeException(nonce, bits));
    }
  }

  private void tryCode(Joining joining, RoomCode code, CompletableFuture<Entrance> answer) {
    Joining.Welcome welcome = allowance.isExempt() ? Joining.Welcome.EXEMPT : Joining.Welcome.OPEN;
    long asked = System.nanoTime();
    CompletableFuture<Entrance> tried = new CompletableFuture<>();
    tried.whenComplete((entrance, failure) -> {
      if (entrance != null) {
        answer.complete(entrance);
        shared.door().decided(socket.remoteAddress());
        if (entrance.newcomer()) {
          shared.door().admitted(socket.remoteAddress(), code.value());
        }
      } else {
        participant.onLoop(() -> answering(answer, () -> strangerRefused(failure, asked, answer)));
      }
    });
    shared.rooms().join(joining.with(welcome), participant, tried);
  }

  private void strangerRefused(
      @Nullable Throwable failure, long asked, CompletableFuture<Entrance> answer) {
    boolean missed = isMiss(failure);
    if (missed) {
      shared.door().missed(socket.remoteAddress());
    }
    shared.door().decided(socket.remoteAddress());
    Throwable reason = failure == null ? new IllegalStateException() : failure;
    long floor = missed ? shared.door().answerFloor().toNanos() : 0;
    long left = Math.max(0, floor - (System.nanoTime() - asked));
    socket.loop().schedule(() -> answer.completeExceptionally(reason), left, TimeUnit.NANOSECONDS);
  }

  /**
   * Whoever meets a name that is taken, or is told that theirs is none, has found a room, unseen:
   * that counts as a miss, too.
   */
  private static boolean isMiss(@Nullable Throwable failure) {
    return Reply.cause(failure) instanceof RefusedException refused
        && switch (refused.refusal()) {
          case NOT_FOUND, NAME_TAKEN, NAME_INVALID, NAME_RESERVED, MALFORMED -> true;
          default -> false;
        };
  }

  private void enter(Reply reply, Consumer<CompletableFuture<Entrance>> ask) {
    if (!socket.hasRoomForLargeAnswer()) {
      throw new RefusedException(Refusal.BUSY);
    }
    waiting.add(new Entering(reply, ask));
    if (waiting.size() == 1) {
      askForNext();
    }
  }

  private void askForNext() {
    Entering next = waiting.peek();
    if (next != null) {
      CompletableFuture<Entrance> answer = new CompletableFuture<>();
      answer.whenComplete((entrance, failure) ->
          participant.onLoop(() -> answered(next.reply(), entrance, failure)));
      answering(answer, () -> next.ask().accept(answer));
    }
  }

  /** Whatever goes wrong on the way, those who wait behind have their turn. */
  private static void answering(CompletableFuture<Entrance> answer, Runnable task) {
    try {
      task.run();
    } catch (Throwable fault) {
      answer.completeExceptionally(fault);
    }
  }

  private void answered(Reply reply, @Nullable Entrance entrance, @Nullable Throwable failure) {
    waiting.poll();
    try {
      if (entrance != null) {
        participant.entered(entrance, reply);
      } else if (failure instanceof ChallengeException challenge) {
        reply.challenge(challenge.nonce, challenge.bits);
      } else {
        reply.fail(failure);
      }
    } finally {
      askForNext();
    }
  }

  /** The way of a challenge through a future. */
  private static final class ChallengeException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String nonce;
    private final int bits;

    ChallengeException(String nonce, int bits) {
      super("a challenge", null, false, false);
      this.nonce = nonce;
      this.bits = bits;
    }
  }
}
