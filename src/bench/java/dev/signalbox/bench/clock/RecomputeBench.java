package dev.signalbox.bench.clock;

import dev.signalbox.kit.Broker;
import dev.signalbox.kit.Http;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Postgres;
import dev.signalbox.kit.Quiet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A calendar changes while many tickets are open: how long until all their clocks are computed anew, and what whoever
 * works meanwhile feels of it. Also how long it takes to ask what the change would move, and to make a month's report.
 */
public final class RecomputeBench {

    private static final int OPEN = Integer.getInteger("open", 20_000);
    private static final int REQUESTS = 60;
    private static final long FIRST = 800_000_000L;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Node node;
    private final Postgres postgres;
    private final Http http;

    private RecomputeBench(Node node, Postgres postgres) {
        this.node = node;
        this.postgres = postgres;
        this.http = node.http();
    }

    /** {@code -Dopen} says how many tickets; needs a PostgreSQL on this machine. */
    public static void main(String[] args) throws Exception {
        Quiet.please();
        Path place = Files.createTempDirectory("signalbox-recompute-");
        try (Broker broker = Broker.start(Files.createDirectories(place.resolve("kafka")));
                Postgres postgres =
                        Postgres.fresh(Postgres.place(), Map.of("shared_buffers", "256MB", "max_wal_size", "2GB"));
                Node node = new Node(Files.createDirectories(place.resolve("node")))
                        .onlyJvm("-Xmx768m", "-XX:+UseSerialGC")
                        .kafka(broker.address())
                        .database("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/signalbox")) {
            node.start();
            new RecomputeBench(node, postgres).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        calendar("Mon-Fri 09:00-17:00");
        put("contracts/demo-direct-1", Map.of("customerId", "demo-direct-1", "tier", "GOLD", "calendarId", "bench"));
        fill(request("demo-direct-1"));
        until();
        work();
        List<Long> idle = work();
        List<Double> seconds = new ArrayList<>();
        List<Long> meanwhile = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            calendar(i % 2 == 0 ? "Mon-Fri 08:00-16:00" : "Mon-Fri 09:00-17:00");
            while (stale() > 0) {
                meanwhile.add(request());
            }
            seconds.add((System.nanoTime() - begin) / 1e9);
        }
        Collections.sort(seconds);
        double asked = timed("/api/clocks/what-if", Map.of("calendar", calendarOf("Mon-Fri 10:00-18:00")));
        double reported = timed("/api/reports/clocks", null);
        System.out.println("open,recomputed_s,tickets_per_s,idle_p50_ms,idle_p99_ms,meanwhile_p50_ms,meanwhile_p99_ms,"
                + "meanwhile,late_max_s,what_if_s,report_s");
        System.out.printf(
                "%d,%.1f,%.0f,%.1f,%.1f,%.1f,%.1f,%d,%s,%.1f,%.1f%n",
                OPEN,
                seconds.get(1),
                OPEN / seconds.get(1),
                share(idle, 50),
                share(idle, 99),
                share(meanwhile, 50),
                share(meanwhile, 99),
                meanwhile.size(),
                lateness(),
                asked,
                reported);
    }

    /** The greatest lateness of an alarm in the last minutes, as the product's own metric has it. */
    private String lateness() {
        return http.get("operator", "/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith("signalbox_clock_alarm_lateness_seconds_max"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    private static Map<String, Object> calendarOf(String hours) {
        return Map.of(
                "externalId",
                "bench",
                "name",
                "Bench",
                "timeZone",
                "Europe/Prague",
                "hours",
                List.of(hours),
                "holidays",
                List.of("CZ"));
    }

    private void calendar(String hours) throws Exception {
        put(
                "calendars/bench",
                Map.of(
                        "name",
                        "Bench",
                        "timeZone",
                        "Europe/Prague",
                        "hours",
                        List.of(hours),
                        "holidays",
                        List.of("CZ")));
    }

    private void put(String what, Object body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/" + what))
                                .header("content-type", "application/json")
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                "operator:demo".getBytes(StandardCharsets.UTF_8)))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(what + ": " + answer.body());
        }
    }

    private double timed(String path, @Nullable Object body) {
        long begin = System.nanoTime();
        Http.Answer answer = body == null ? http.get("manager", path) : http.post("manager", path, body);
        if (!answer.ok()) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private long request(String customer) {
        Http.Answer answer = http.post(
                "agent",
                "/api/tickets",
                Map.of(
                        "customerId", customer,
                        "title", "Mailboxes disappear",
                        "description", "Nobody sees the shared mailboxes since this morning.",
                        "reportedCategory", "SERVICE_ERROR",
                        "productFamily", "M365",
                        "businessImpact", "MODERATE"));
        if (!answer.ok()) {
            throw new IllegalStateException(answer.text());
        }
        return Long.parseLong(answer.body().path("number").asString());
    }

    private List<Long> work() {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            nanos.add(request());
        }
        return nanos;
    }

    /** Somebody else's request, in nanoseconds. */
    private long request() {
        long begin = System.nanoTime();
        request("demo-provider-1");
        return System.nanoTime() - begin;
    }

    private static double share(List<Long> nanos, int percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }

    private void until() throws Exception {
        while (stale() > 0) {
            Thread.onSpinWait();
        }
    }

    private long stale() throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select count(*) from clock_alarm where stale = true")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Copies of one ticket with its timeline, tasks and alarm, which is that of a day later. */
    private void fill(long one) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement()) {
            sql.execute("create table bulk_number (n bigint primary key)");
            try (PreparedStatement row = connection.prepareStatement("insert into bulk_number values (?)")) {
                for (int i = 0; i < OPEN; i++) {
                    row.setLong(1, number(FIRST + i));
                    row.addBatch();
                }
                row.executeBatch();
            }
            for (String statement : List.of(
                    "insert into ticket select (jsonb_populate_record(t, jsonb_build_object('number', g.n,"
                            + " 'external_reference', null))).* from ticket t, bulk_number g where t.number = %d",
                    "insert into ticket_event select (jsonb_populate_record(t, jsonb_build_object('ticket', g.n))).*"
                            + " from ticket_event t, bulk_number g where t.ticket = %d",
                    "insert into task select (jsonb_populate_record(t, jsonb_build_object('ticket', g.n,"
                            + " 'id', gen_random_uuid()::text))).* from task t, bulk_number g where t.ticket = %d",
                    "insert into clock_alarm (ticket, at, stale) select g.n, now() + interval '1 day', true"
                            + " from bulk_number g where %d > 0")) {
                sql.execute(statement.formatted(one));
            }
            sql.execute("drop table bulk_number");
            sql.execute("analyze");
        }
    }

    private static long number(long serial) {
        int sum = 0;
        boolean twice = true;
        for (long rest = serial; rest > 0; rest /= 10) {
            int digit = (int) (rest % 10) * (twice ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
            twice = !twice;
        }
        return serial * 10 + (10 - sum % 10) % 10;
    }
}
