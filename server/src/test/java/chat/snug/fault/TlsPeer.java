package chat.snug.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A connection by TLS that trusts everybody, and can break its own rules. */
final class TlsPeer implements AutoCloseable {
  private final Socket below;
  private final SSLSocket socket;

  TlsPeer(int port) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Gullible()}, new SecureRandom());
    below = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket = (SSLSocket) context.getSocketFactory().createSocket(below, "127.0.0.1", port, true);
    socket.startHandshake();
  }

  /** The answer to a request, all of it. */
  String get(String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1));
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** Writes what is no record into the connection. */
  void garble() throws IOException {
    below.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
    below.getInputStream().readAllBytes();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }

  private static final class Gullible implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
