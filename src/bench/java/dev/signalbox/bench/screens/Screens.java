package dev.signalbox.bench.screens;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes pictures of the pages of a running demo product, wide and narrow, light and dark. */
public final class Screens {

    /** Page, who looks, and where. A path that begins with "a:" is the first link of the work list it names. */
    private static final Map<String, List<String>> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("login", List.of("", "/login"));
        PAGES.put("work-list", List.of("agent", "/"));
        PAGES.put("ticket", List.of("agent", "a:/?state=DIAGNOSING"));
        PAGES.put("ticket-escalation", List.of("lead", "a:/?state=ESCALATION_PREPARING"));
        PAGES.put("new-ticket", List.of("agent", "/tickets/new"));
        PAGES.put("board", List.of("lead", "/board"));
        PAGES.put("customers", List.of("agent", "/customers"));
        PAGES.put("customer", List.of("agent", "/customers/demo-direct-1"));
        PAGES.put("models", List.of("manager", "/models"));
        PAGES.put("flow", List.of("manager", "/models/ticket-lifecycle.bpmn"));
        PAGES.put("table", List.of("manager", "/models/severity.dmn"));
        PAGES.put("data", List.of("manager", "/data/customers"));
        PAGES.put("audit", List.of("auditor", "/audit"));
        PAGES.put("operations", List.of("operator", "/operations"));
        PAGES.put("portal", List.of("customer", "/"));
        PAGES.put("portal-ticket", List.of("customer", "a:/"));
        PAGES.put("portal-request", List.of("customer", "/tickets/new"));
    }

    private final String product;
    private final Path into;

    private Screens(String product, Path into) {
        this.product = product;
        this.into = into;
    }

    /** Arguments: the product's address, the directory for the pictures, and which pages; none means all. */
    public static void main(String[] arguments) throws IOException {
        Path into = Path.of(arguments[1]);
        Files.createDirectories(into);
        List<String> wanted = List.of(arguments).subList(2, arguments.length);
        Screens screens = new Screens(arguments[0], into);
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(
                                        List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            PAGES.forEach((name, page) -> {
                if (wanted.isEmpty() || wanted.contains(name)) {
                    screens.take(browser, name, page.get(0), page.get(1));
                }
            });
        }
    }

    private void take(Browser browser, String name, String who, String where) {
        for (int width : List.of(1440, 390)) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))) {
                    Page page = context.newPage();
                    if (!who.isEmpty()) {
                        page.navigate(product + "/login");
                        page.fill("[name=username]", who);
                        page.fill("[name=password]", "demo");
                        page.click("button.primary");
                    }
                    page.navigate(product + where.replaceFirst("^a:", ""));
                    if (where.startsWith("a:")) {
                        page.navigate(
                                product + page.locator("td.title a").first().getAttribute("href"));
                    }
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(into.resolve(
                                    name + "-" + width + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png"))
                            .setFullPage(width == 390));
                }
            }
        }
    }
}
