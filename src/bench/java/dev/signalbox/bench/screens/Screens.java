package dev.signalbox.bench.screens;

import com.microsoft.playwright.APIRequest;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.ScreenshotType;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Takes pictures of each page of a running demo product, wide and narrow, and writes the page that shows them;
 * {@code -Donly} names some of them.
 */
public final class Screens {

    private static final int WIDE = 1440;
    private static final int NARROW = 390;

    private static final String FIRST = "td.title a";

    /**
     * A page: who looks at it, where, and by which links from there; what begins with a slash goes on from the page's
     * own address, and on the list with its first ticket. Only the pages that people stay on are taken in the dark too.
     */
    private record Shot(
            String name, String title, String who, String language, String where, List<String> on, boolean dark) {

        static Shot of(String name, String title, String who, String where, String... on) {
            return new Shot(name, title, who, "en", where, List.of(on), true);
        }

        static Shot beside(String name, String title, String who, String where, String... on) {
            return new Shot(name, title, who, "en", where, List.of(on), false);
        }

        static Shot czech(String name, String title, String who, String where, String... on) {
            return new Shot(name, title, who, "cs", where, List.of(on), false);
        }
    }

    private static final List<Shot> SHOTS = List.of(
            Shot.of("sign-in", "Signing in", "", "/login"),
            Shot.of("work-list", "The work list", "agent", "/"),
            Shot.beside("bulk", "What a bulk action would do", "agent", "/", "/list/bulk?what=CLAIM"),
            Shot.of("ticket", "A ticket in diagnosis", "agent", "/?state=DIAGNOSING", FIRST),
            Shot.of("escalation", "A ticket on its way to Microsoft", "lead", "/?state=ESCALATION_PREPARING", FIRST),
            Shot.beside("picture", "Where it is in its flow", "lead", "/?state=DIAGNOSING", FIRST, "/picture"),
            Shot.beside(
                    "package", "What a case needs, to copy", "lead", "/?state=ESCALATION_PREPARING", FIRST, "/package"),
            Shot.beside("correct", "Correcting a ticket", "lead", "/?state=DIAGNOSING", FIRST, "/correct"),
            Shot.beside("move", "Moving a ticket", "lead", "/?state=DIAGNOSING", FIRST, "/move"),
            Shot.beside("waiting", "For whom a ticket waited", "lead", "/?state=DIAGNOSING", FIRST, "/waiting"),
            Shot.beside("split", "Splitting a ticket", "lead", "/?state=DIAGNOSING", FIRST, "/split"),
            Shot.beside("merge", "Merging two tickets", "lead", "/?state=DIAGNOSING", FIRST, "/merge"),
            Shot.beside(
                    "decision",
                    "Why, and what else it could have been",
                    "lead",
                    "/?state=DIAGNOSING",
                    FIRST,
                    ".timeline a[data-nearest]"),
            Shot.of("new-ticket", "A new ticket on the phone", "agent", "/tickets/new"),
            Shot.of("board", "The lead's board", "lead", "/board"),
            Shot.of("customers", "Customers", "agent", "/customers"),
            Shot.of("customer", "A customer", "agent", "/customers/demo-direct-1"),
            Shot.of("models", "Flows and tables in force", "manager", "/models"),
            Shot.of("flow", "A flow", "manager", "/models/ticket-lifecycle.bpmn"),
            Shot.of("table", "A table, with how often each rule answered", "manager", "/models/severity.dmn"),
            Shot.beside("form", "A form", "manager", "/models/triage.form"),
            Shot.of("data", "The partner's own data", "manager", "/data/customers"),
            Shot.beside("data-item", "One row of it", "manager", "/data/customers/demo-direct-1"),
            Shot.beside("work", "What a customer is charged", "manager", "/data/customers/demo-direct-1/work"),
            Shot.of("import", "Loading files", "manager", "/data/import"),
            Shot.of("reports", "The month by customer", "lead", "/reports"),
            Shot.of("what-if", "What another target would move", "lead", "/reports/what-if"),
            Shot.of("stand-ins", "Who stands in for whom", "lead", "/absences"),
            Shot.of("texts", "Text modules", "lead", "/texts"),
            Shot.of("design", "What every page is made of", "agent", "/design"),
            Shot.of("audit", "The audit", "auditor", "/audit"),
            Shot.of("operations", "What stands still", "operator", "/operations"),
            Shot.beside(
                    "dead-letter",
                    "A dead event, to be mended",
                    "operator",
                    "/operations",
                    "a[href*='/dead-letters/']"),
            Shot.beside("password", "A new password", "agent", "/account/password"),
            Shot.of("portal", "The customer's tickets", "customer", "/"),
            Shot.of("portal-ticket", "A ticket as its customer sees it", "customer", "/", FIRST),
            Shot.of("portal-request", "A request by the customer", "customer", "/tickets/new"),
            Shot.beside(
                    "status",
                    "A ticket's status without signing in",
                    "agent",
                    "/?state=DIAGNOSING",
                    FIRST,
                    "a[href^='/status/']"),
            Shot.beside("nothing", "What is not there", "agent", "/nothing"),
            Shot.czech("work-list-cs", "The work list in Czech", "agent", "/"),
            Shot.czech("ticket-cs", "A ticket in Czech", "agent", "/?state=DIAGNOSING", FIRST));

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
            List<String> only = Stream.of(System.getProperty("only", "").split(","))
                    .filter(name -> !name.isBlank())
                    .toList();
            screens.letSomethingDie(playwright);
            for (Shot shot : SHOTS.stream()
                    .filter(one -> only.isEmpty() || only.contains(one.name()))
                    .toList()) {
                screens.take(browser, shot, WIDE, ColorScheme.LIGHT);
                if (shot.dark()) {
                    screens.take(browser, shot, WIDE, ColorScheme.DARK);
                }
                screens.take(browser, shot, NARROW, ColorScheme.LIGHT);
            }
        }
        Files.writeString(screens.docs.resolve("screens.md"), page());
    }

    /** The demo world has no dead letter, and the page of one is to be seen. */
    private void letSomethingDie(Playwright playwright) {
        int status = playwright
                .request()
                .newContext(new APIRequest.NewContextOptions().setHttpCredentials("producer", "demo"))
                .post(
                        product + "/api/events",
                        RequestOptions.create()
                                .setHeader("content-type", "application/cloudevents+json")
                                .setData("""
                                        {"specversion": "1.0", "id": "%s", "source": "urn:example:monitoring",
                                         "type": "dev.signalbox.ticket.requested.v1", "subject": "ALERT-1",
                                         "data": {"customerId": "gone", "title": "Disk full", "description": "C: is full"}}
                                        """.formatted(System.nanoTime())))
                .status();
        if (status != 202) {
            throw new IllegalStateException("Expected 202 of the demo product at " + product + ", found " + status);
        }
    }

    private static Path chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected Chromium: apt-get install chromium"));
    }

    private void take(Browser browser, Shot shot, int width, ColorScheme scheme) {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setLocale(shot.language()))) {
            Page page = context.newPage();
            if (!shot.who().isEmpty()) {
                page.navigate(product + "/login");
                page.fill("[name=username]", shot.who());
                page.fill("[name=password]", "demo");
                page.click("button.primary");
            }
            page.navigate(product + shot.where());
            for (String link : shot.on()) {
                page.navigate(next(page, link));
            }
            // a flow is drawn by script
            page.waitForSelector(
                    ".flow:not([data-drawn])",
                    new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
            page.screenshot(new Page.ScreenshotOptions()
                    .setType(ScreenshotType.PNG)
                    .setPath(docs.resolve("screens").resolve(file(shot, width, scheme))));
            System.out.println(file(shot, width, scheme));
        }
    }

    private String next(Page page, String link) {
        if (link.startsWith("/list/")) {
            String first = page.locator(FIRST).first().getAttribute("href");
            return product + link + "&ticket=" + first.replaceAll(".*/", "");
        }
        return link.startsWith("/")
                ? page.url() + link
                : product + page.locator(link).first().getAttribute("href");
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
                    """.formatted(
                            shot.title(), file(shot, WIDE, ColorScheme.LIGHT), file(shot, NARROW, ColorScheme.LIGHT)));
            if (shot.dark()) {
                page.append("""

                        <details><summary>dark</summary><img src="screens/%s" alt="dark" width="720"></details>
                        """.formatted(file(shot, WIDE, ColorScheme.DARK)));
            }
        }
        return page.toString();
    }
}
