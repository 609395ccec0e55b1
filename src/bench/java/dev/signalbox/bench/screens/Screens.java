package dev.signalbox.bench.screens;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes pictures of each page of a running demo product, wide and narrow, and writes the page that shows them. */
public final class Screens {

    private static final int WIDE = 1440;
    private static final int NARROW = 390;

    /** A page, who looks at it, and where; {@code firstOf} says that it is the first ticket of that list. */
    private record Shot(String name, String title, String who, String where, boolean firstOf) {
        static Shot of(String name, String title, String who, String where) {
            return new Shot(name, title, who, where, false);
        }

        static Shot firstTicketOf(String name, String title, String who, String list) {
            return new Shot(name, title, who, list, true);
        }
    }

    private static final List<Shot> SHOTS = List.of(
            Shot.of("sign-in", "Signing in", "", "/login"),
            Shot.of("work-list", "The work list", "agent", "/"),
            Shot.firstTicketOf("ticket", "A ticket in diagnosis", "agent", "/?state=DIAGNOSING"),
            Shot.firstTicketOf(
                    "escalation", "A ticket on its way to Microsoft", "lead", "/?state=ESCALATION_PREPARING"),
            Shot.of("new-ticket", "A new ticket on the phone", "agent", "/tickets/new"),
            Shot.of("board", "The lead's board", "lead", "/board"),
            Shot.of("customers", "Customers", "agent", "/customers"),
            Shot.of("customer", "A customer", "agent", "/customers/demo-direct-1"),
            Shot.of("models", "Flows and tables in force", "manager", "/models"),
            Shot.of("flow", "A flow", "manager", "/models/ticket-lifecycle.bpmn"),
            Shot.of("table", "A table, with how often each rule answered", "manager", "/models/severity.dmn"),
            Shot.of("data", "The partner's own data", "manager", "/data/customers"),
            Shot.of("import", "Loading files", "manager", "/data/import"),
            Shot.of("reports", "The month by customer", "lead", "/reports"),
            Shot.of("what-if", "What another target would move", "lead", "/reports/what-if"),
            Shot.of("stand-ins", "Who stands in for whom", "lead", "/absences"),
            Shot.of("texts", "Text modules", "lead", "/texts"),
            Shot.of("design", "What every page is made of", "agent", "/design"),
            Shot.of("audit", "The audit", "auditor", "/audit"),
            Shot.of("operations", "What stands still", "operator", "/operations"),
            Shot.of("portal", "The customer's tickets", "customer", "/"),
            Shot.firstTicketOf("portal-ticket", "A ticket as its customer sees it", "customer", "/"),
            Shot.of("portal-request", "A request by the customer", "customer", "/tickets/new"));

    private final String product;
    private final Path docs;

    private Screens(String product, Path docs) {
        this.product = product;
        this.docs = docs;
    }

    /** Arguments: the product's address and the directory of the documents. */
    public static void main(String[] arguments) throws IOException {
        Screens screens = new Screens(arguments[0], Path.of(arguments[1]));
        Files.createDirectories(screens.docs.resolve("screens"));
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium())
                                .setArgs(
                                        List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            for (Shot shot : SHOTS) {
                screens.take(browser, shot, WIDE, ColorScheme.LIGHT);
                screens.take(browser, shot, WIDE, ColorScheme.DARK);
                screens.take(browser, shot, NARROW, ColorScheme.LIGHT);
            }
        }
        Files.writeString(screens.docs.resolve("screens.md"), page());
    }

    private static Path chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected Chromium: apt-get install chromium"));
    }

    private void take(Browser browser, Shot shot, int width, ColorScheme scheme) {
        try (BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme))) {
            Page page = context.newPage();
            if (!shot.who().isEmpty()) {
                page.navigate(product + "/login");
                page.fill("[name=username]", shot.who());
                page.fill("[name=password]", "demo");
                page.click("button.primary");
            }
            page.navigate(product + shot.where());
            if (shot.firstOf()) {
                page.navigate(product + page.locator("td.title a").first().getAttribute("href"));
            }
            page.screenshot(new Page.ScreenshotOptions()
                    .setType(ScreenshotType.PNG)
                    .setPath(docs.resolve("screens").resolve(file(shot, width, scheme))));
            System.out.println(file(shot, width, scheme));
        }
    }

    private static String file(Shot shot, int width, ColorScheme scheme) {
        return shot.name() + "-" + width + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png";
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What it looks like

                Made from a running product with its demo world, in light and dark, 1440 and 390 pixels wide:

                ```sh
                mvn -q -Pbench test-compile exec:exec@screens -Dproduct=http://localhost:8080
                ```
                """);
        for (Shot shot : SHOTS) {
            page.append("""

                    ## %s

                    <img src="screens/%s" alt="wide" width="720"> <img src="screens/%s" alt="narrow" width="195">

                    <details><summary>dark</summary><img src="screens/%s" alt="dark" width="720"></details>
                    """.formatted(
                            shot.title(),
                            file(shot, WIDE, ColorScheme.LIGHT),
                            file(shot, NARROW, ColorScheme.LIGHT),
                            file(shot, WIDE, ColorScheme.DARK)));
        }
        return page.toString();
    }
}
