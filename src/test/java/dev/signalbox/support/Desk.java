package dev.signalbox.support;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real browser at the product, with one window for each person who signs in. */
public final class Desk implements AutoCloseable {

    private static final List<Path> BROWSERS = Stream.of(
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
            .map(Path::of)
            .toList();
    private static final List<String> FLAGS =
            List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking");

    private final Playwright playwright;
    private final Browser browser;

    /** What the windows refused or reported; a page that breaks its own content policy shows up here. */
    private final List<String> complaints = new ArrayList<>();

    public Desk() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = launch(playwright);
    }

    /** The installed Chromium or Chrome, or the one line that gets it. */
    public static Browser launch(Playwright playwright) {
        Path installed = BROWSERS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The pages are tested in Chromium: apt-get install chromium"));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(installed)
                        .setArgs(FLAGS));
    }

    /** What axe-core finds wrong with the page as it is. */
    public static List<String> violations(Page page) {
        // the pages have no frames of strangers, so nothing is gained by a second window for each look
        return new AxeBuilder(page)
                        .setLegacyMode(true)
                        // only what is wrong is told node by node; the rest of the report would be most of the time
                        .options(violationsOnly())
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(rule -> rule.getId() + " at "
                                + rule.getNodes().stream()
                                        .map(node -> node.getTarget() + " " + node.getHtml())
                                        .toList())
                        .toList();
    }

    private static AxeRunOptions violationsOnly() {
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        return options;
    }

    /** A window in which nobody has signed in yet. */
    public Page window(String address) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setBaseURL(address));
        context.setDefaultTimeout(15_000);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** A window of {@code account}, which has the demo accounts' password. */
    public Page of(String account, int port) {
        Page page = window("http://127.0.0.1:" + port);
        page.navigate("/login");
        page.fill("[name=username]", account);
        page.fill("[name=password]", "demo");
        page.click("button.primary");
        assertThat(page.locator(".desk")).isVisible();
        // only then do keys have a meaning
        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        return page;
    }

    /** Checks the page as it is, at its width and at a phone's, with everything unfolded. */
    public static void accessible(Page page) {
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })");
        for (int width : List.of(1440, 390)) {
            page.setViewportSize(width, 900);
            String pictures = System.getProperty("signalbox.pictures");
            if (pictures != null) {
                String name = page.url().replaceFirst("^http://[^/]*/", "").replaceAll("[^a-z0-9-]+", "_");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of(pictures, name + "-" + width + ".png"))
                        .setFullPage(true));
            }
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as(page.url())
                    .isLessThanOrEqualTo(width);
            assertThat(violations(page)).as(page.url()).isEmpty();
        }
        page.setViewportSize(1440, 900);
    }

    /** What went wrong in any window since the last time somebody asked, without answers of the status {@code meant}. */
    public List<String> complaints(int... meant) {
        List<String> told = new ArrayList<>(complaints);
        complaints.clear();
        for (int status : meant) {
            told.removeIf(one -> one.contains("status of " + status));
        }
        return told;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
