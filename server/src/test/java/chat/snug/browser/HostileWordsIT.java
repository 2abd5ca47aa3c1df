package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Words that try to become script, wherever words may stand: attack A6. */
final class HostileWordsIT extends BrowserTest {
  private static final List<String> SCRIPTS =
      List.of("alert(1)", "window.hit=1", "top.hit=1", "import('data:text/javascript,hit=1')");
  private static final List<String> SHELLS =
      List.of(
          "<script>%s</script>",
          "<img src=x onerror=%s>",
          "<svg onload=%s>",
          "<svg><script>%s</script></svg>",
          "<iframe srcdoc=\"<script>%s</script>\">",
          "<a href=javascript:%s>x</a>",
          "[x](javascript:%s)",
          "[x](JaVaScRiPt:%s)",
          "[x](java\nscript:%s)",
          "[x](data:text/html,<script>%s</script>)",
          "[x](vbscript:%s)",
          "<javascript:%s>",
          "![x](x \"onerror=%s\")",
          "![x\" onerror=\"%s](https://x.invalid)",
          "[x](https://x.invalid/\" onmouseover=\"%s)",
          "`<img src=x onerror=%s>`",
          "```html\n<script>%s</script>\n```",
          "```\"><img src=x onerror=%s>\nx\n```",
          "||<img src=x onerror=%s>||",
          "**<b onmouseover=%s>**",
          "> <body onload=%s>",
          "- <input autofocus onfocus=%s>",
          "@Ana<details open ontoggle=%s>",
          "/me <marquee onstart=%s>",
          "&lt;img src=x onerror=%s&gt;",
          "{{constructor.constructor('%s')()}}",
          "${%s}",
          "\u202e<img src=x onerror=%s>",
          "https://x.invalid/<script>%s</script>",
          "https://x.invalid/?a=\"onclick=%s",
          "<math><mtext></form><form><mglyph><style></math><img src onerror=%s>",
          "<template><script>%s</script></template>",
          "<object data=javascript:%s>",
          "<embed src=javascript:%s>",
          "<form action=javascript:%s><button>x</button></form>",
          "<base href=javascript:%s//>",
          "<link rel=stylesheet href=data:,*{x:expression(%s)}>",
          "<meta http-equiv=refresh content=0;url=javascript:%s>",
          "<style>@import 'javascript:%s';</style>",
          "[a][b]\n\n[b]: javascript:%s",
          "<https://x.invalid/ onclick=%s>",
          "<x contenteditable onblur=%s>x",
          "<video><source onerror=%s>",
          "<audio src onloadstart=%s>",
          "<select autofocus onfocus=%s>",
          "<textarea autofocus onfocus=%s>",
          "<keygen autofocus onfocus=%s>",
          "<div style=\"background:url(javascript:%s)\">",
          "<table background=javascript:%s>",
          "<noscript><p title=\"</noscript><img src=x onerror=%s>\">",
          "<!--><img src=x onerror=%s>-->",
          "<![CDATA[<img src=x onerror=%s>]]>",
          "<?xml version=\"1.0\"?><script>%s</script>",
          "<a href=\"&#106;avascript:%s\">x</a>",
          "<a href=\"\u0001javascript:%s\">x</a>",
          "'\"--></style></script><script>%s</script>",
          "\\<script>%s\\</script>",
          "[<img src=x onerror=%s>](https://x.invalid)",
          "[x](<javascript:%s>)",
          "~~<img src=x onerror=%s>~~",
          "1. <img src=x onerror=%s>",
          "<snug-app onclick=%s></snug-app>",
          "<slot onslotchange=%s></slot>",
          "<button popovertarget=x onbeforetoggle=%s>x</button>",
          "<search onfocus=%s tabindex=1 autofocus>",
          "<dialog open onclose=%s>",
          "<img srcset=x onerror=%s>",
          "<image href=x onerror=%s>",
          "<svg><animate onbegin=%s attributeName=x dur=1s>",
          "<svg><use href=\"data:image/svg+xml,<svg onload=%s>\">",
          "<input type=image src onerror=%s>",
          "<isindex action=javascript:%s type=image>",
          "<frameset onload=%s>",
          "<bgsound src=javascript:%s>",
          "<layer src=javascript:%s>",
          "<xss style=animation-name:x onanimationend=%s>");

  HostileWordsIT() {
    super(Screen.DESKTOP);
  }

  @Test
  void staysWords() {
    List<String> payloads = new ArrayList<>();
    for (String shell : SHELLS) {
      for (String script : SCRIPTS) {
        payloads.add(shell.formatted(script));
      }
    }
    assertThat(payloads).hasSizeGreaterThanOrEqualTo(300);
    ana()
        .page()
        .onDialog(dialog -> {
          throw new AssertionError("a script ran: " + dialog.message());
        });
    ana()
        .page()
        .addInitScript(
            "window.reports = []; document.addEventListener('securitypolicyviolation',"
                + " (event) => window.reports.push(event.blockedURI + event.violatedDirective))");
    try (TestClient attacker = TestClient.connect(server().port())) {
      JsonNode joined =
          attacker.call("room:join", "code", ana().code(), "name", "<img src=x onerror=hit=1>");
      String room = joined.at("/room/id").asString();
      int number = 0;
      for (String payload : payloads) {
        String cid = "p" + number++;
        JsonNode sent = attacker.call("message:send", "room", room, "cid", cid, "text", payload);
        if (number % 10 == 0) {
          attacker.call(
              "message:edit",
              "room",
              room,
              "cid",
              cid + "e",
              "id",
              sent.get("id").asString(),
              "text",
              payload);
        }
      }
      attacker.call("message:send", "room", room, "cid", "last", "text", "the last of them");
    }

    ana().page().reload();
    ana().sees("the last of them");
    for (int i = 0; i < 6; i++) {
      ana()
          .page()
          .waitForFunction(
              "(before) => { document.querySelector('.messages').scrollTop = 0;"
                  + " const list = document.querySelector('snug-message-list');"
                  + " return !list.state.more || list.state.events.length > before; }",
              100 + 100 * i);
    }

    assertThat(ana().page().evaluate("() => window.hit ?? null")).isNull();
    assertThat(ana().page().evaluate("() => window.reports.join()")).isEqualTo("");
    assertThat(
            ana()
                .page()
                .locator(".bubble :is(script, img, svg, iframe, object, embed, form, style)")
                .count())
        .isZero();
    assertThat(
            ana()
                .page()
                .evaluate(
                    "() => [...document.querySelectorAll('.bubble a')]"
                        + ".every((link) => /^https?:$/.test(link.protocol))"))
        .isEqualTo(true);
    assertThat(ana().log()).isVisible();
  }
}
