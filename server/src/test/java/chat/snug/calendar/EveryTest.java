package chat.snug.calendar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.PackageNameFilter.excludePackageNames;
import static org.junit.platform.engine.discovery.PackageNameFilter.includePackageNames;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs in this process every test that Surefire runs, but for those with the tag {@code slow}: a
 * new test is among them without being named. Standard output says what failed, and nothing else.
 */
final class EveryTest {
  private static final int STACK_LINES = 12;

  private EveryTest() {}

  /** With the tag of the language that the process is to have; a class may follow. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.forLanguageTag(arguments[0]));
    Set<Path> folders =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .map(Path::of)
            .filter(Files::isDirectory)
            .collect(Collectors.toSet());
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(folders))
            .filters(
                includePackageNames("chat.snug"),
                // bytes beside other implementations, and loads: none of them reads a calendar
                excludePackageNames("chat.snug.conformance", "chat.snug.fault"),
                includeClassNamePatterns(arguments.length > 1 ? arguments[1] : ".*Test"),
                excludeTags("slow"))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true, UTF_8), STACK_LINES);
    System.out.println("tests run: " + summary.getTestsStartedCount());
    boolean sound = summary.getTotalFailureCount() == 0 && summary.getTestsStartedCount() > 0;
    System.exit(sound ? 0 : 1);
  }
}
