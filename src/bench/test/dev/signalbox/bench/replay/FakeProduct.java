package dev.signalbox.bench.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of the outer interface as a replay needs; every so often it does its work and loses the answer. */
class FakeProduct implements AutoCloseable {

    private static final int ANSWER_LOST_EVERY = 7;

    private final JsonMapper json = JsonMapper.shared();
    private final HttpServer server;
    private final Map<String, FakeTicket> byReference = new LinkedHashMap<>();
    private final Set<String> eventIds = new HashSet<>();
    private final AtomicInteger calls = new AtomicInteger();
    final List<String> topic = new ArrayList<>();

    private static class FakeTicket {
        final String number;
        final List<Map<String, Object>> timeline = new ArrayList<>();
        String state = "RECEIVED";
        String task = "";
        int taskId;

        FakeTicket(String number) {
            this.number = number;
        }
    }

    FakeProduct() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    int tickets() {
        return byReference.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        Object body;
        var path = exchange.getRequestURI().getPath();
        var query = URLDecoder.decode(String.valueOf(exchange.getRequestURI().getRawQuery()), StandardCharsets.UTF_8);
        if (path.equals("/api/events")) {
            body = Map.of("results", List.of(Map.of("result", take(read(exchange)))));
            status = 202;
        } else if (path.equals("/api/tickets")) {
            var ticket = byReference.get(query.replaceAll(".*externalReference=([^&]*).*", "$1"));
            body = page(ticket == null ? List.of() : List.of(Map.of("number", ticket.number, "state", ticket.state)));
        } else if (path.endsWith("/timeline")) {
            body = page(numbered(path.split("/")[3]).timeline);
        } else if (path.endsWith("/decisions")) {
            body = page(List.of(Map.of("key", "severity", "outputs", Map.of("severity", "B", "reason", "a test"))));
        } else if (path.equals("/api/tasks")) {
            var ticket = numbered(query.replaceAll(".*ticket=([^&]*).*", "$1"));
            body = page(
                    ticket.task.isEmpty()
                            ? List.of()
                            : List.of(Map.of("id", ticket.number + "-" + ticket.taskId, "kind", ticket.task)));
        } else {
            var id = path.split("/")[3].split("-");
            var ticket = numbered(id[0]);
            status = ticket.taskId == Integer.parseInt(id[1]) ? complete(ticket, read(exchange)) : 409;
            body = Map.of("status", status);
        }
        respond(exchange, calls.incrementAndGet() % ANSWER_LOST_EVERY == 0 ? 503 : status, body);
    }

    private String take(JsonNode event) {
        if (!eventIds.add(event.path("id").asString())) {
            return "DUPLICATE";
        }
        var reference = event.path("subject").asString();
        if (event.path("type").asString().contains("requested")) {
            var ticket = new FakeTicket(String.valueOf(1000 + byReference.size()));
            byReference.put(reference, ticket);
            tell(ticket, "ticket.received", Map.of("ticket", ticket.number, "state", "RECEIVED"));
            open(ticket, "confirm-severity");
        } else {
            change(byReference.get(reference), "DIAGNOSING", "diagnose");
        }
        return "ACCEPTED";
    }

    private int complete(FakeTicket ticket, JsonNode request) {
        var values = request.path("values");
        var outcome = values.path("outcome").asString("");
        switch (ticket.task) {
            case "confirm-severity" -> change(ticket, "DIAGNOSING", "diagnose");
            case "diagnose" -> {
                if (outcome.equals("ASK_CUSTOMER")) {
                    change(ticket, "AWAITING_CUSTOMER", "");
                } else if (values.path("causeDomain").asString().equals("ISV_PRODUCT")) {
                    change(ticket, "WITH_THIRD_PARTY", "hand-over");
                } else {
                    change(ticket, "PARTNER_RESOLVING", "resolve");
                }
            }
            case "resolve", "hand-over" -> {
                boolean returned = outcome.equals("RETURNED");
                change(ticket, returned ? "DIAGNOSING" : "RESOLVED", returned ? "diagnose" : "confirm-resolution");
            }
            case "confirm-resolution" -> {
                boolean solved = values.path("solved").asBoolean();
                change(ticket, solved ? "CLOSED" : "DIAGNOSING", solved ? "" : "diagnose");
            }
            default -> throw new IllegalStateException("No task is open on " + ticket.number);
        }
        return 200;
    }

    private void change(FakeTicket ticket, String to, String task) {
        var from = ticket.state;
        ticket.state = to;
        tell(ticket, "ticket.state-changed", Map.of("ticket", ticket.number, "state", to, "from", from, "to", to));
        open(ticket, task);
    }

    private void open(FakeTicket ticket, String task) {
        ticket.task = task;
        ticket.taskId++;
    }

    private void tell(FakeTicket ticket, String type, Map<String, Object> data) {
        int sequence = ticket.timeline.size() + 1;
        ticket.timeline.add(Map.of("sequence", sequence, "type", type, "data", data));
        topic.add(json.writeValueAsString(Map.of(
                "id",
                ticket.number + "-" + sequence,
                "type",
                "dev.signalbox." + type + ".v1",
                "subject",
                ticket.number,
                "sequence",
                String.valueOf(sequence),
                "data",
                data)));
    }

    private FakeTicket numbered(String number) {
        return byReference.values().stream()
                .filter(ticket -> ticket.number.equals(number))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> page(List<Map<String, Object>> items) {
        return Map.of("items", items, "page", 0, "size", 200, "total", items.size());
    }

    private JsonNode read(HttpExchange exchange) {
        try (var body = exchange.getRequestBody()) {
            return json.readTree(body.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void respond(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = json.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
