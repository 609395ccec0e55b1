package dev.signalbox.bench.desk;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.signalbox.kit.Broker;
import dev.signalbox.kit.Cpu;
import dev.signalbox.kit.Http;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.OpenTickets;
import dev.signalbox.kit.Postgres;
import dev.signalbox.kit.Quiet;
import dev.signalbox.kit.Wait;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The work list, searches and ticket pages over many open tickets on PostgreSQL, asked for one after the other. */
public final class DeskBenchmark {

    private static final int OPEN = Integer.getInteger("open", 100_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 100);
    private static final int WARM_UP = 60;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Node node;
    private final Postgres postgres;

    private DeskBenchmark(Node node, Postgres postgres) {
        this.node = node;
        this.postgres = postgres;
    }

    public static void main(String[] arguments) throws Exception {
        Quiet.please();
        Path place = Files.createTempDirectory("signalbox-desk-");
        try (Broker broker = Broker.start(Files.createDirectories(place.resolve("kafka")));
                Postgres postgres = Postgres.fresh(
                        Files.createTempDirectory("signalbox-desk-data-"),
                        Map.of("shared_preload_libraries", "pg_stat_statements", "shared_buffers", "512MB"));
                Node node = new Node(Files.createDirectories(place.resolve("node")))
                        .onlyJvm("-Xmx768m", "-XX:+UseSerialGC")
                        .kafka(broker.address())
                        .database(postgres.url())) {
            postgres.execute("create extension pg_stat_statements");
            node.launch().awaitUp(Duration.ofMinutes(8));
            new DeskBenchmark(node, postgres).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        List<String> templates = templates();
        long begin = System.nanoTime();
        try (var connection = postgres.connect()) {
            OpenTickets.write(connection, templates, OPEN);
        }
        postgres.execute("vacuum analyze");
        System.out.printf(
                "%,d open tickets written in %d s%n",
                OPEN, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        signIn("agent");
        List<String> numbers =
                postgres.query("select number from ticket where source <> 'x' order by md5(number::text) limit 200");
        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        pages.put("list, all open", i -> "/");
        pages.put("list, mine", i -> "/?mine=true");
        pages.put("list, burning", i -> "/?burning=true");
        pages.put("list, a queue by change", i -> "/?queue=m365-desk&sort=-updatedAt");
        pages.put("list, filtered", i -> "/?severity=B&product=M365&owner=nobody");
        pages.put("list, page 20", i -> "/?page=" + (19 + i % 3));
        pages.put("search, number", i -> "/?q=" + numbers.get(i % numbers.size()));
        pages.put("search, reference", i -> "/?q=O-" + numbers.get(i % numbers.size()));
        pages.put(
                "search, a word of a text",
                i -> "/?q=W" + Long.toHexString(Long.parseLong(numbers.get(i % numbers.size()))));
        pages.put(
                "search, a word of many titles",
                i -> "/?q=" + List.of("amber", "birch", "cedar").get(i % 3));
        pages.put("search, customer", i -> "/?q=Brno%20Logistics");
        pages.put("ticket", i -> "/tickets/" + numbers.get(i % numbers.size()));
        pages.put("new ticket", i -> "/tickets/new");
        pages.put("customer", i -> "/customers/demo-direct-1");
        // what an agent sees is the product after some hours, not its first minute
        for (int i = 0; i < WARM_UP; i++) {
            for (IntFunction<String> page : pages.values()) {
                get(page.apply(i));
            }
        }
        double idle = statementsASecond();
        System.out.printf(
                "| page | p50 ms | p95 ms | statements | CPU ms, product | CPU ms, database |%n|---|---|---|---|---|---|%n");
        for (Map.Entry<String, IntFunction<String>> page : pages.entrySet()) {
            measure(page.getKey(), page.getValue(), idle);
        }
        signIn("lead");
        for (int i = 0; i < WARM_UP / 2; i++) {
            get("/board");
        }
        measure("board", i -> "/board", idle);
        System.out.println(paint(numbers.getFirst()));
        System.out.println("load average " + Cpu.load());
        if (Boolean.getBoolean("statements")) {
            postgres.query("select calls || ' ' || round(mean_exec_time::numeric, 1) || ' ms ' ||"
                            + " left(regexp_replace(query, '\\s+', ' ', 'g'), 220) from pg_stat_statements"
                            + " order by total_exec_time desc limit 25")
                    .forEach(System.out::println);
        }
    }

    private void measure(String name, IntFunction<String> path, double idle) throws Exception {
        long product = Cpu.millis(node.pid());
        long database = Cpu.millis(postgres.processes());
        long statements = statements();
        long begin = System.nanoTime();
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long at = System.nanoTime();
            get(path.apply(WARM_UP + i));
            millis[i] = (System.nanoTime() - at) / 1e6;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double asked = (statements() - statements - idle * seconds) / ROUNDS;
        Arrays.sort(millis);
        System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
                name,
                millis[ROUNDS / 2],
                millis[(int) Math.ceil(ROUNDS * 0.95) - 1],
                asked,
                (double) (Cpu.millis(node.pid()) - product) / ROUNDS,
                (double) (Cpu.millis(postgres.processes()) - database) / ROUNDS);
    }

    /** When the browser first shows something of the list and of a ticket. */
    private String paint(String number) {
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser chromium = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
            Page page = chromium.newContext().newPage();
            page.navigate(address("/login"));
            page.fill("[name=username]", "agent");
            page.fill("[name=password]", "demo");
            page.click("button.primary");
            return painted(page, "list", "/") + System.lineSeparator() + painted(page, "ticket", "/tickets/" + number);
        }
    }

    private String painted(Page page, String name, String path) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            page.navigate(address(path));
            // a page may have loaded before it is painted
            page.waitForFunction("() => performance.getEntriesByName('first-contentful-paint').length > 0");
            millis.add(((Number) page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                    .doubleValue());
        }
        millis.sort(null);
        return "first paint of the %s: median %.0f ms, slowest of 11 %.0f ms"
                .formatted(name, millis.get(5), millis.getLast());
    }

    /** Tickets that wait at different steps, for different customers and products. */
    private List<String> templates() {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String number = request(i);
            if (i % 3 > 0) {
                complete(
                        number,
                        "check-health",
                        Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false));
            }
            if (i % 3 == 2) {
                complete(
                        number,
                        "diagnose",
                        Map.of(
                                "outcome",
                                "DIAGNOSED",
                                "causeDomain",
                                i % 2 == 0 ? "CONFIGURATION" : "SERVICE_MALFUNCTION",
                                "steps",
                                List.of(Map.of("tried", "Test user", "result", "Same", "at", "2026-11-20T08:00:00Z"))));
            }
            numbers.add(number);
        }
        return numbers;
    }

    private String request(int i) {
        Http.Answer answer = node.http()
                .post(
                        "agent",
                        "/api/tickets",
                        Map.of(
                                "customerId",
                                "demo-direct-" + (1 + i % 3),
                                "title",
                                "Mailboxes disappear",
                                "description",
                                "Nobody sees the shared mailboxes since this morning. ".repeat(3),
                                "reportedCategory",
                                "SERVICE_ERROR",
                                "productFamily",
                                i % 4 == 0 ? "AZURE" : "M365",
                                "businessImpact",
                                i % 2 == 0 ? "MODERATE" : "MINIMAL"));
        return answer.body().path("number").asString();
    }

    private void complete(String number, String kind, Map<String, ?> values) {
        node.http().items("lead", "/api/tasks?ticket=" + number).stream()
                .filter(task -> task.path("kind").asString().equals(kind))
                .forEach(task -> node.http()
                        .post(
                                "agent",
                                "/api/tasks/" + task.path("id").asString() + "/complete",
                                Map.of("values", values)));
    }

    private double statementsASecond() {
        long before = statements();
        Wait.pause(IDLE);
        return (double) (statements() - before) / IDLE.toSeconds();
    }

    private long statements() {
        return postgres.number("select coalesce(sum(calls), 0) from pg_stat_statements where toplevel");
    }

    private void signIn(String account) throws IOException, InterruptedException {
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(get("/login"));
        if (!token.find()) {
            throw new IllegalStateException("Expected a form with a token on /login");
        }
        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(URI.create(address("/login")))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "username=" + account + "&password=demo&_csrf=" + token.group(1)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.headers().firstValue("location").orElse("").contains("error")) {
            throw new IllegalStateException("Not signed in");
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(URI.create(address(path))).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " gave " + answer.statusCode());
        }
        return answer.body();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + node.port() + path;
    }
}
