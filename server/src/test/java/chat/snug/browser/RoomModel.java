package chat.snug.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a room must hold, and what somebody must find there of what they are writing: the simplest
 * program that keeps both. Confined to one thread.
 */
final class RoomModel {
  private static final int MAX_EDITS = 20;

  /** A message as it is now. */
  static final class Said {
    private String text;
    private final @Nullable Said answered;
    private final String files;

    Said(String text, @Nullable Said answered, String files) {
      this.text = text;
      this.answered = answered;
      this.files = files;
    }

    String text() {
      return text;
    }

    @Override
    public String toString() {
      return text + (answered == null ? "" : " <- " + answered.text) + " [" + files + "]";
    }
  }

  private final String code;
  private final List<Said> log = new ArrayList<>();
  private final Map<Said, String> edits = new LinkedHashMap<>();
  private final List<String> files = new ArrayList<>();
  private String text = "";
  private @Nullable Said answered;
  private @Nullable Said edited;
  private String before = "";

  RoomModel(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  List<Said> log() {
    return log;
  }

  boolean isEditing() {
    return edited != null;
  }

  int files() {
    return files.size();
  }

  String shown() {
    return edited == null ? text : edits.getOrDefault(edited, before);
  }

  /** As the page says it. */
  String state() {
    String about =
        edited != null ? "edit " + edited.text : answered != null ? "reply " + answered.text : "";
    return "{\"room\":\"%s\",\"text\":\"%s\",\"about\":\"%s\",\"files\":\"%s\"}"
        .formatted(code, shown(), about, String.join(",", files));
  }

  void type(String now) {
    if (edited == null) {
      text = now;
      return;
    }
    edits.remove(edited);
    if (!now.equals(before)) {
      edits.put(edited, now);
    }
    if (edits.size() > MAX_EDITS) {
      edits.remove(edits.keySet().iterator().next());
    }
  }

  void reply(Said message) {
    edited = null;
    answered = message;
  }

  void edit(Said message) {
    edited = message;
    before = message.text;
  }

  void cancel() {
    if (edited != null) {
      edits.remove(edited);
      edited = null;
    } else {
      answered = null;
    }
  }

  void attach(String name) {
    files.add(name);
  }

  void send() {
    String now = shown();
    if (edited != null && !now.isEmpty()) {
      edited.text = now;
      edits.remove(edited);
      edited = null;
    } else if (edited == null && !(now.isEmpty() && files.isEmpty())) {
      log.add(new Said(now, answered, String.join(",", files)));
      files.clear();
      text = "";
      answered = null;
    }
  }
}
