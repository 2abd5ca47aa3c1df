package chat.snug.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A tab of the page, and where it must be in its history. Confined to one thread. */
final class WritingTab {
  static final String NO_ROOM = "{\"room\":\"\",\"text\":\"\",\"about\":\"\",\"files\":\"\"}";
  private static final String STEP = "([step, expected]) => window.snugStep({ step, expected })";

  private final Page page;

  /** Codes of rooms; nothing for the start page. */
  private final List<String> history = new ArrayList<>();

  private final Set<String> entered = new HashSet<>();
  private int at;

  WritingTab(BrowserContext context, String url, String code) {
    page = context.newPage();
    page.navigate(code.isEmpty() ? url : url + "/r/" + code);
    history.add(code);
  }

  String address() {
    return history.get(at);
  }

  /** Enters a room for the first time. */
  void join(String url, String code) {
    page.navigate(url + "/r/" + code);
    page.locator("#name").fill("Ana");
    page.locator("#name").press("Enter");
    page.locator("snug-composer textarea").waitFor();
    history.clear();
    history.add(code);
    at = 0;
  }

  void perform(Map<String, Object> step, String expected, Supplier<String> story) {
    Object shown;
    try {
      shown = page.evaluate(STEP, List.of(step, expected));
    } catch (PlaywrightException failed) {
      throw new AssertionError(story.get(), failed);
    }
    assertThat(shown).as(story).isEqualTo(expected);
    if (!address().isEmpty()) {
      entered.add(address());
    }
  }

  /**
   * Whether so many rooms have been entered since the page was loaded: the server is not needed.
   */
  boolean hasEntered(int rooms) {
    return entered.size() >= rooms;
  }

  boolean hasEntered(String code) {
    return entered.contains(code);
  }

  boolean push(List<String> codes) {
    history.subList(at + 1, history.size()).clear();
    history.addAll(codes);
    at = history.size() - 1;
    return true;
  }

  boolean back() {
    boolean possible = at > 0;
    at -= possible ? 1 : 0;
    return possible;
  }

  boolean forward() {
    boolean possible = at < history.size() - 1;
    at += possible ? 1 : 0;
    return possible;
  }

  void reload() {
    page.reload();
    entered.clear();
  }

  void close() {
    page.close();
  }

  /** Dies without a word. */
  void crash() {
    page.onCrash(_ -> {
      // nothing else ends the waiting for an answer of the page
      throw new PlaywrightException("crashed");
    });
    try {
      page.context().newCDPSession(page).send("Page.crash");
    } catch (PlaywrightException gone) {
      assertThat(gone).hasMessageContaining("crashed");
    }
    page.close();
  }
}
