package chat.snug.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import chat.snug.engineio.CloseReason;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the WebSocket frames of a client, strictly by RFC 6455: masked, no extensions, control
 * frames whole and short, fragments in order, text in UTF-8. Joins fragments; a message is bounded
 * in bytes and in fragments. Confined to the connection's event loop.
 */
final class FrameDecoder {
  /** What the frames say. */
  interface Listener {
    void text(String text);

    void binary(byte[] bytes);

    void ping(byte[] payload);

    void pong();

    /** The client closes; {@code code} is 1005 if it gave none. */
    void close(int code);
  }

  /** A rule was broken; the message names it. */
  static final class FrameException extends Exception {
    private static final long serialVersionUID = 1L;
    private final CloseReason reason;

    FrameException(CloseReason reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }

    CloseReason reason() {
      return reason;
    }
  }

  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MAX_FRAGMENTS = 1024;
  private static final int NO_CLOSE_CODE = 1005;
  private static final char REPLACEMENT = '\uFFFD';
  private static final byte[] NOTHING = new byte[0];

  private final int maxMessageBytes;

  /** What has come of a message that is not whole; grows by doubling. */
  private byte @Nullable [] fragments;

  private int fragmentsLength;
  private int fragmentCount;
  private int messageOpcode;
  private boolean closed;

  FrameDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Reads all frames that are complete and leaves the rest in the buffer. Nothing is read after a
   * close frame.
   */
  void decode(ByteBuf in, Listener listener) throws FrameException {
    while (!closed && decodeFrame(in, listener)) {
      // each call reads one frame
    }
    if (closed) {
      in.skipBytes(in.readableBytes());
    }
  }

  /** How much of a message that is not whole is kept, in bytes. */
  int fragmentBytes() {
    return fragments == null ? 0 : fragments.length;
  }

  /** Answers false if the frame is not complete yet. */
  private boolean decodeFrame(ByteBuf in, Listener listener) throws FrameException {
    int readable = in.readableBytes();
    if (readable < 2) {
      return false;
    }
    int start = in.readerIndex();
    int first = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    checkFirstBytes(first, second);
    int lengthField = second & 0x7F;
    int header = lengthField == 126 ? 8 : lengthField == 127 ? 14 : 6;
    if (readable < header) {
      return false;
    }
    int length = length(in, start, lengthField);
    if (readable - header < length) {
      return false;
    }
    byte[] payload = length == 0 ? NOTHING : new byte[length];
    in.getBytes(start + header, payload);
    unmask(payload, in.getInt(start + header - 4));
    in.readerIndex(start + header + length);
    frame((first & 0x80) != 0, first & 0x0F, payload, listener);
    return true;
  }

  private void checkFirstBytes(int first, int second) throws FrameException {
    if ((first & 0x70) != 0) {
      throw protocolError("RSV bits without an extension");
    }
    if ((second & 0x80) == 0) {
      throw protocolError("frame of a client without a mask");
    }
    int opcode = first & 0x0F;
    if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
      throw protocolError("opcode: reserved");
    }
    if (opcode >= CLOSE && ((first & 0x80) == 0 || (second & 0x7F) > MAX_CONTROL_BYTES)) {
      throw protocolError("control frame: fragmented or longer than 125 bytes");
    }
    if (opcode == CONTINUATION && fragments == null) {
      throw protocolError("continuation of nothing");
    }
    if ((opcode == TEXT || opcode == BINARY) && fragments != null) {
      throw protocolError("new message before the last one ended");
    }
  }

  private int length(ByteBuf in, int start, int lengthField) throws FrameException {
    long length =
        switch (lengthField) {
          case 126 -> in.getUnsignedShort(start + 2);
          case 127 -> in.getLong(start + 2);
          default -> lengthField;
        };
    boolean longerThanNeeded =
        (lengthField == 126 && length < 126) || (lengthField == 127 && length <= 0xFFFF);
    if (length < 0 || longerThanNeeded) {
      throw protocolError("payload length: not in its shortest form");
    }
    if (length > maxMessageBytes - fragmentsLength && (in.getByte(start) & 0x0F) < CLOSE) {
      throw new FrameException(CloseReason.PAYLOAD_TOO_LARGE, "message: over the bound");
    }
    return (int) length;
  }

  private static void unmask(byte[] payload, int mask) {
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
    }
  }

  private void frame(boolean last, int opcode, byte[] payload, Listener listener)
      throws FrameException {
    switch (opcode) {
      case PING -> listener.ping(payload);
      case PONG -> listener.pong();
      case CLOSE -> close(payload, listener);
      default -> data(last, opcode, payload, listener);
    }
  }

  private void data(boolean last, int opcode, byte[] payload, Listener listener)
      throws FrameException {
    if (last && opcode != CONTINUATION) {
      message(opcode, payload, listener);
      return;
    }
    if (opcode != CONTINUATION) {
      messageOpcode = opcode;
    }
    join(payload);
    if (++fragmentCount > MAX_FRAGMENTS) {
      throw new FrameException(CloseReason.PAYLOAD_TOO_LARGE, "message: too many fragments");
    }
    if (last) {
      byte[] whole = Arrays.copyOf(requireNonNull(fragments, "fragments"), fragmentsLength);
      fragments = null;
      fragmentsLength = 0;
      fragmentCount = 0;
      message(messageOpcode, whole, listener);
    }
  }

  private void join(byte[] payload) {
    byte[] before = fragments == null ? NOTHING : fragments;
    int length = fragmentsLength + payload.length;
    byte[] joined =
        length <= before.length
            ? before
            : Arrays.copyOf(before, Math.max(length, 2 * before.length));
    System.arraycopy(payload, 0, joined, fragmentsLength, payload.length);
    fragments = joined;
    fragmentsLength = length;
  }

  private static void message(int opcode, byte[] payload, Listener listener) throws FrameException {
    if (opcode == BINARY) {
      listener.binary(payload);
    } else {
      listener.text(text(payload));
    }
  }

  private void close(byte[] payload, Listener listener) throws FrameException {
    closed = true;
    if (payload.length == 0) {
      listener.close(NO_CLOSE_CODE);
      return;
    }
    if (payload.length == 1) {
      throw protocolError("close frame: half a code");
    }
    int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    if (!isCloseCode(code)) {
      throw protocolError("close code: " + code);
    }
    text(Arrays.copyOfRange(payload, 2, payload.length));
    listener.close(code);
  }

  private static boolean isCloseCode(int code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
        || (code >= 3000 && code <= 4999);
  }

  /** The fast decoder replaces what is malformed; only then is it worth asking the strict one. */
  private static String text(byte[] utf8) throws FrameException {
    String text = new String(utf8, UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new FrameException(CloseReason.INVALID_TEXT, "text: not UTF-8");
    }
  }

  private static FrameException protocolError(String message) {
    return new FrameException(CloseReason.PROTOCOL_ERROR, message);
  }
}
