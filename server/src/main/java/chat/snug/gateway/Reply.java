package chat.snug.gateway;

import chat.snug.room.Refusal;
import chat.snug.room.RefusedException;
import chat.snug.socketio.Ack;
import chat.snug.socketio.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Where the answer to one command goes; once. Confined to the socket's event loop. */
final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private final String event;
  private final Optional<String> commandId;
  private final Ack ack;
  private final Participant participant;
  private boolean done;

  /**
   * Of this participant, who is told when the answer has been sent. Keeps nothing of the arguments,
   * which may be large, but the id of the command.
   */
  Reply(String event, List<JsonNode> arguments, Ack ack, Participant participant) {
    this.event = event;
    this.commandId = CommandDecoder.commandId(arguments);
    this.ack = ack;
    this.participant = participant;
  }

  /** Whether it was sent; if it cannot be written, that is answered instead. */
  boolean send(JsonWriter answer) {
    try {
      ack.send(answer);
    } catch (Throwable fault) {
      cannotSay(fault);
      return false;
    }
    done();
    return true;
  }

  /** The same for an answer that may be large: it is not even made while memory is short. */
  <T> void withLarge(CompletableFuture<T> future, Function<T, JsonWriter> encoder) {
    with(
        future,
        result -> {
          if (!participant.hasRoomForLargeAnswer()) {
            throw new RefusedException(Refusal.BUSY);
          }
          return encoder.apply(result);
        });
  }

  /**
   * Sends what becomes of the future. It may complete on any thread.
   *
   * @param encoder may refuse to make an answer of it
   */
  <T> void with(CompletableFuture<T> future, Function<T, JsonWriter> encoder) {
    future.whenComplete((result, failure) ->
        participant.onLoop(() -> {
          if (failure != null) {
            fail(failure);
          } else {
            answer(result, encoder);
          }
        }));
  }

  private <T> void answer(T result, Function<T, JsonWriter> encoder) {
    JsonWriter answer;
    try {
      answer = encoder.apply(result);
    } catch (RefusedException refused) {
      refuse(refused);
      return;
    } catch (Throwable fault) {
      cannotSay(fault);
      return;
    }
    send(answer);
  }

  /** It was done, and there is no saying what came of it: who asks again is told. */
  private void cannotSay(Throwable fault) {
    LOG.error("answer failed event={}", event, fault);
    refuse(new RefusedException(Refusal.UNAVAILABLE));
  }

  /** Something went wrong before it was done; but the same may have been stored before. */
  void notDone(Throwable fault) {
    LOG.error("command failed event={}", event, fault);
    boolean mayBeStored = commandId.isPresent();
    refuse(new RefusedException(mayBeStored ? Refusal.UNAVAILABLE : Refusal.INTERNAL));
  }

  void fail(@Nullable Throwable failure) {
    if (cause(failure) instanceof RefusedException refused) {
      refuse(refused);
    } else {
      LOG.error("command failed event={}", event, failure);
      refuse(new RefusedException(Refusal.UNAVAILABLE));
    }
  }

  void refuse(RefusedException refused) {
    LOG.debug("refused event={} code={}", event, refused.refusal());
    participant.refused(refused).ifPresent(told -> refuse(EventEncoder.error(told)));
  }

  /** Asks for a proof of work first. */
  void challenge(String nonce, int bits) {
    participant
        .refused(new RefusedException(Refusal.CHALLENGE))
        .ifPresent(_ -> refuse(EventEncoder.challenge(nonce, bits)));
  }

  /** If not even this can be said, the connection ends: nobody waits for an answer for ever. */
  private void refuse(JsonWriter error) {
    if (done) {
      return;
    }
    try {
      if (ack.isWanted()) {
        ack.send(EventEncoder.refusal(error));
      } else {
        participant.send(EventEncoder.refused(event, commandId, error));
      }
    } catch (Throwable fault) {
      LOG.error("refusal failed event={}", event, fault);
      participant.letGo();
    }
    done();
  }

  private void done() {
    done = true;
    participant.answered();
  }

  static @Nullable Throwable cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
