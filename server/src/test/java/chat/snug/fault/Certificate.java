package chat.snug.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.snug.testing.Packages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate of 127.0.0.1 that nobody has signed, as PEM files. */
record Certificate(Path chain, Path key) {
  private static final String PASSWORD = "password";

  static Certificate make(Path folder) throws IOException, GeneralSecurityException {
    Path store = folder.resolve("keys.p12");
    int status =
        Packages.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "snug",
                "-dname",
                "CN=127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    if (status != 0) {
      throw new IOException("keytool: " + status);
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Path chain = folder.resolve("chain.pem");
    Path key = folder.resolve("key.pem");
    write(chain, "CERTIFICATE", keys.getCertificate("snug").getEncoded());
    write(key, "PRIVATE KEY", keys.getKey("snug", PASSWORD.toCharArray()).getEncoded());
    return new Certificate(chain, key);
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind), US_ASCII);
  }
}
