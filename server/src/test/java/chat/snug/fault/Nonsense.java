package chat.snug.fault;

import java.util.Random;

/** Packets that no client of ours would send. */
final class Nonsense {
  private static final String[] REFUSED = {
    "420[\"message:send\",{\"room\":\"x\",\"cid\":1,\"text\":[]}]",
    "42[\"message:send\",null]",
    "421[\"room:create\",{\"name\":\"\\u0000\\u0000\"}]",
    "422[\"room:join\",{\"code\":{},\"name\":[[[[]]]]}]",
    "423[\"history:load\",{\"room\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"before\":-1}]",
    "42[\"typing\",{\"room\":\"AAAAAAAAAAAAAAAAAAAAAA\"}]",
    "424[\"no:such:event\",1,2,3]",
    "425[\"member:rename\",{\"room\":true}]",
    "42[\"__proto__\",{\"constructor\":{\"prototype\":{}}}]",
    "43999[\"an ack that nobody waits for\"]",
  };
  private static final String[] CLOSING = {
    "4",
    "9",
    "42",
    "42{}",
    "42[",
    "42[1]",
    "4599999-[\"x\"]",
    "450-[\"x\"]",
    "42[\"connect\"]",
    "2probe",
    "40/nowhere,{}x",
    "451-[\"m\",{\"_placeholder\":true,\"num\":{}}]",
    "4212345678901[\"x\"]"
  };

  private Nonsense() {}

  /** Mostly what is refused, now and then what ends the connection, sometimes changed at random. */
  static String packet(Random random) {
    if (random.nextInt(400) == 0) {
      return CLOSING[random.nextInt(CLOSING.length)];
    }
    String packet = REFUSED[random.nextInt(REFUSED.length)];
    if (random.nextInt(300) > 0) {
      return packet;
    }
    StringBuilder changed = new StringBuilder(packet);
    changed.setCharAt(random.nextInt(packet.length()), (char) random.nextInt(1, 0x250));
    return changed.toString();
  }
}
