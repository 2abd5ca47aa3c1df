package chat.snug.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import chat.snug.browser.Person.Screen;
import chat.snug.testing.Packages;
import chat.snug.testing.ServerProcess;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Below a path of a real nginx: once as it comes (U3), once as our documentation says. */
@Tag("browser")
final class BehindNginxIT {
  private static Browsers browsers;

  @TempDir private Path folder;

  @BeforeAll
  static void openBrowser() {
    browsers = Browsers.start();
  }

  @AfterAll
  static void closeBrowser() {
    browsers.close();
  }

  @Test
  void worksBelowAPathThroughAProxyThatKnowsNothingOfWebSockets() throws Exception {
    chat("proxy_pass http://127.0.0.1:%s/; proxy_set_header Host $http_host;");
  }

  @Test
  void worksBelowAPathThroughAProxyThatIsSetUpForIt() throws Exception {
    chat(
        "proxy_pass http://127.0.0.1:%s/; proxy_http_version 1.1; proxy_set_header Upgrade"
            + " $http_upgrade; proxy_set_header Connection $connection_upgrade; proxy_set_header"
            + " Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;");
  }

  private void chat(String location) throws Exception {
    int port = freePort();
    try (ServerProcess server =
        ServerProcess.start(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--memory",
            "--trusted-proxies",
            "127.0.0.1",
            "--origin",
            "http://127.0.0.1:" + port + "/deep/chat/")) {
      Process nginx = start(port, location.formatted(server.port()));
      try (Person ana = new Person(browsers.browser(), Screen.DESKTOP, "dark");
          Person bo = new Person(browsers.browser(), Screen.PHONE, "dark")) {
        String url = "http://127.0.0.1:" + port + "/deep/chat/";
        ana.visit(url);
        bo.visit(url);
        ana.box("Your name").fill("Ana");
        ana.button("Create a room").click();
        assertThat(ana.log()).isVisible(new IsVisibleOptions().setTimeout(30_000));
        bo.join(ana.code(), "Bo");

        ana.say("deep down here");
        bo.sees("deep down here");
        bo.say("I hear you");
        ana.sees("I hear you");
        ana.page().reload();

        ana.sees("I hear you");
        assertThat(ana.page().url()).startsWith(url + "r/");
        assertThat(ana.faults().stream().filter(fault -> !fault.contains("400"))).isEmpty();
      } finally {
        nginx.destroy();
        nginx.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private Process start(int port, String location) throws IOException {
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        pid %1$s/pid;
        error_log %1$s/error.log;
        events {}
        http {
          map $http_upgrade $connection_upgrade { default upgrade; '' close; }
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server { listen 127.0.0.1:%2$s; location /deep/chat/ { %3$s } }
        }
        """
            .formatted(folder, port, location));
    Process nginx =
        new ProcessBuilder(Packages.command("nginx", "nginx-light"), "-c", configuration.toString())
            .inheritIO()
            .start();
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          }
        });
    return nginx;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
