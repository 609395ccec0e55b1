package dev.signalbox.support;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A real browser at the running product; whatever it complains of fails the test. */
public abstract class Browsing {

    private static Playwright playwright;
    protected static Browser browser;

    @LocalServerPort
    protected int port;

    protected Api api;
    protected BrowserContext context;
    protected Page page;

    /** What the browser refused or reported; a page that breaks its own content policy shows up here. */
    protected List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = Desk.launch(playwright);
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void client() {
        api = new Api(port);
        fresh(new Browser.NewContextOptions());
    }

    @AfterEach
    void leave() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    protected void fresh(Browser.NewContextOptions options) {
        context = browser.newContext(options.setBaseURL("http://127.0.0.1:" + port));
        context.setDefaultTimeout(30_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    protected void signIn(String account) {
        context.clearCookies();
        page.navigate("/login");
        page.fill("[name=username]", account);
        page.fill("[name=password]", "demo");
        page.click("button.primary");
        assertThat(page.locator(".desk")).isVisible();
        // a key pressed before the page's script has run is nobody's
        page.waitForLoadState();
    }

    /** No violation that axe-core knows; a picture is kept where {@code -Dsignalbox.pictures} names a folder. */
    protected void accessible() {
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })");
        String pictures = System.getProperty("signalbox.pictures");
        if (pictures != null) {
            String name = page.url().replaceFirst("^http://[^/]*/", "").replaceAll("[^a-z0-9-]+", "_") + "-"
                    + System.identityHashCode(complaints) + "-" + page.viewportSize().width;
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(pictures, name + ".png"))
                    .setFullPage(true));
        }
        assertThat(Desk.violations(page)).as(page.url()).isEmpty();
    }
}
