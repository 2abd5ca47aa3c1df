import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats the given Java sources and those below the given folders, or checks them: {@code java
 * Format.java --check|--write PATH…}. Run by the build in its own JDK, with google-java-format on
 * the class path, and by the hook before a commit.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean check = arguments[0].equals("--check");
    List<String> command = new ArrayList<>();
    command.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    for (int i = 1; i < arguments.length; i++) {
      try (Stream<Path> files = Files.walk(Path.of(arguments[i]))) {
        files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(command::add);
      }
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int status = new Main(out, err, System.in).format(command.toArray(String[]::new));
    if (check && status != 0) {
      err.println("The files above are not formatted. ./mvnw -Pformat validate formats them.");
    }
    out.flush();
    err.flush();
    System.exit(status);
  }
}
