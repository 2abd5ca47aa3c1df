package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.Bytes;
import chat.snug.testing.Gifs;
import chat.snug.testing.Pngs;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How pictures of any shape stand in a room, and how they are looked at. */
final class PicturesInARoomIT extends BrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A finger needs some room. */
  private static final int LEAST = 40;

  PicturesInARoomIT() {
    super(Screen.PHONE);
  }

  @Test
  void standsInABoxOfItsOwnWhateverItsShapeAndNothingMovesWhenItComes() {
    List<Route> waiting = new ArrayList<>();
    bo().page().route("**/files/*", waiting::add);
    send("tall.png", drawn(40, 4000));
    send("wide.png", drawn(6000, 30));
    send("dot.png", drawn(1, 1));
    send("photo.png", drawn(1500, 1000));
    Locator pictures = bo().page().locator(".picture img");
    assertThat(pictures).hasCount(4);
    List<String> before = boxes(pictures);
    Awaitility.await().atMost(PATIENCE).until(() -> letIn(waiting, pictures));

    assertThat(boxes(pictures)).isEqualTo(before);
    for (Locator picture : pictures.all()) {
      BoundingBox box = picture.boundingBox();
      assertThat(Math.min(box.width, box.height)).isGreaterThanOrEqualTo(LEAST);
      assertThat(box.width).isLessThanOrEqualTo(420);
      assertThat(box.height).isLessThanOrEqualTo(360);
    }
    assertThat(bo().violations()).isEmpty();
    assertThat(bo().faults()).isEmpty();
  }

  @Test
  void showsChequersBehindItselfAlone() {
    send("small.png", drawn(20, 10));
    Locator picture = bo().page().locator(".picture.shown img");
    assertThat(picture).isVisible();

    Object shown =
        picture.evaluate(
            "image => { const { paddingTop, paddingLeft, backgroundClip } ="
                + " getComputedStyle(image); return [backgroundClip, image.clientWidth - 2 *"
                + " parseFloat(paddingLeft), image.clientHeight - 2 * parseFloat(paddingTop)]; }");

    assertThat(shown).isEqualTo(List.of("content-box", 20, 10));
  }

  @Test
  void fitsIntoTheWindowWhenItIsOpenedAndCanBeSeenPixelByPixel() {
    send("comic.png", drawn(500, 6000));
    Page page = ana().page();
    page.locator(".picture").click();
    Locator large = page.locator(".lightbox img");
    Awaitility.await().atMost(PATIENCE).until(() -> large.boundingBox().height > 0);
    assertThat(large.boundingBox().y).isPositive();
    assertThat(large.boundingBox().y + large.boundingBox().height).isLessThanOrEqualTo(844);
    assertThat(ana().violations()).isEmpty();

    ana().button("Full size").click();

    assertThat(large.boundingBox().width).isEqualTo(500);
    assertThat(large.boundingBox().height).isEqualTo(6000);
    page.locator(".lightbox-stage").focus();
    page.keyboard().press("End");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> large.boundingBox().y + large.boundingBox().height <= 844 + 20);
    assertThat(ana().violations()).isEmpty();
    page.keyboard().press("Escape");
    assertThat(page.locator(".lightbox")).not().isVisible();
  }

  @Test
  void movesInTheRoomUnlessSomebodyWantsNothingToMove() {
    bo().page()
        .emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
    send("recording.gif", recording(783));

    Locator moving = bo().page().locator(".picture");
    awaitMovement(moving);
    assertThat(moving.locator(".play-badge")).not().isVisible();
    Locator still = ana().page().locator(".picture.still");
    assertThat(still.locator(".play-badge")).isVisible();
    assertThat(still.locator("img")).hasAttribute("src", Pattern.compile("data:.*"));
    still.click();
    awaitMovement(ana().page().locator(".lightbox img"));
    assertThat(ana().faults()).isEmpty();
    assertThat(bo().faults()).isEmpty();
  }

  @Test
  void isAFileWhereNoBrowserCouldShowIt() {
    send("IMG_2031.heic", "image/heic", Bytes.of("\0\0\0\30ftypheic\0\0\0\0mif1heic"));
    send("wide.png", Pngs.file(Pngs.head(13_000, 3, 8, 0), Pngs.chunk("IDAT", new byte[9])));
    send("broken.png", Bytes.of("\u0089PNG\r\n\u001a\nnothing"));

    assertThat(bo().page().locator("a.file")).hasCount(3);
    assertThat(bo().page().locator("a.file").first()).containsText("IMG_2031.heic");
    assertThat(bo().page().locator("a.file").first()).containsText("24 bytes");
    assertThat(bo().page().locator(".picture")).hasCount(0);
  }

  private void send(String name, byte[] bytes) {
    send(name, name.endsWith(".gif") ? "image/gif" : "image/png", bytes);
  }

  private void send(String name, String type, byte[] bytes) {
    Page page = ana().page();
    page.locator("input[type=file]").setInputFiles(new FilePayload(name, type, bytes));
    assertThat(page.locator(".upload")).containsText(name);
    ana().say(name);
    bo().sees(name);
    assertThat(page.locator(".upload")).hasCount(0);
  }

  /** Lets what was asked for come; whether all is there. */
  private static boolean letIn(List<Route> waiting, Locator pictures) {
    List.copyOf(waiting).forEach(Route::resume);
    waiting.clear();
    pictures.last().scrollIntoViewIfNeeded();
    return (boolean)
        pictures.evaluateAll("(all) => all.every((one) => one.complete && one.naturalWidth > 0)");
  }

  private static List<String> boxes(Locator pictures) {
    return pictures.all().stream()
        .map(one -> one.evaluate("(one) => one.offsetWidth + ' ' + one.offsetHeight").toString())
        .toList();
  }

  private static void awaitMovement(Locator picture) {
    assertThat(picture).isVisible();
    byte[] before = picture.screenshot();
    Awaitility.await().atMost(PATIENCE).until(() -> !Arrays.equals(picture.screenshot(), before));
  }

  /** Grey, as large as is asked for. */
  private static byte[] drawn(int width, int height) {
    byte[] rows = new byte[(width + 1) * height];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % (width + 1) == 0 ? 0 : (byte) (i * 3);
    }
    return Pngs.file(Pngs.head(width, height, 8, 0), Pngs.chunk("IDAT", Pngs.packed(rows)));
  }

  /** What a recorder of terminals makes. */
  private static byte[] recording(int frames) {
    byte[] all = Bytes.join(Gifs.head(120, 80), Gifs.loop("NETSCAPE2.0", 0));
    byte[][] parts = new byte[frames][];
    for (int i = 0; i < frames; i++) {
      parts[i] = Bytes.join(Gifs.control(30, 1), Gifs.frame(0, 0, 120, 80, i));
    }
    return Bytes.join(all, Bytes.join(parts), new byte[] {0x3B});
  }
}
