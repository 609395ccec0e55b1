package dev.signalbox.bench.replay;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The product's HTTP face. Waits out a product that is down, and repeats what is safe to repeat. */
class Product {

    static final Duration BUDGET = Duration.ofSeconds(120);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Set<Integer> DOWN = Set.of(429, 502, 503, 504);
    private static final int ATTEMPTS_AT_A_FAILING_CALL = 4;
    private static final int PAGE = 200;

    private final JsonMapper json = JsonMapper.shared();
    private final URI base;
    private final String password;
    private final Tally retries;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    Product(URI base, String password, Tally retries) {
        this.base = base;
        this.password = password;
        this.retries = retries;
    }

    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    record OpenTask(String id, String kind) {}

    record Ticket(String number, String state) {}

    List<Ticket> tickets(String account, String externalReference) {
        var found = new ArrayList<Ticket>();
        for (var ticket : items(account, "/api/tickets?externalReference=" + encoded(externalReference))) {
            found.add(new Ticket(
                    ticket.path("number").asString(""), ticket.path("state").asString("")));
        }
        return found;
    }

    List<OpenTask> openTasks(String account, String ticket) {
        var found = new ArrayList<OpenTask>();
        for (var task : items(account, "/api/tasks?ticket=" + encoded(ticket))) {
            found.add(
                    new OpenTask(task.path("id").asString(""), task.path("kind").asString("")));
        }
        return found;
    }

    Answer complete(String account, OpenTask task, Map<String, Object> values) {
        var body = json.writeValueAsString(Map.of("values", values));
        return call(account, "POST", "/api/tasks/" + encoded(task.id()) + "/complete", "application/json", body);
    }

    Answer send(String account, Map<String, Object> cloudEvent) {
        return call(
                account,
                "POST",
                "/api/events",
                "application/cloudevents+json; charset=UTF-8",
                json.writeValueAsString(cloudEvent));
    }

    /** What became of an event, in the product's words. */
    String fate(String account, String source, String id) {
        var answer = call(
                account, "GET", "/api/events?source=" + encoded(source) + "&id=" + encoded(id), "application/json", "");
        return answer.status() + " " + answer.body();
    }

    List<JsonNode> timeline(String account, String ticket) {
        return items(account, "/api/tickets/" + encoded(ticket) + "/timeline");
    }

    List<JsonNode> decisions(String account, String ticket) {
        return items(account, "/api/tickets/" + encoded(ticket) + "/decisions");
    }

    private List<JsonNode> items(String account, String path) {
        var items = new ArrayList<JsonNode>();
        for (int page = 0; ; page++) {
            var paged = "%s%spage=%d&size=%d".formatted(path, path.contains("?") ? "&" : "?", page, PAGE);
            var answer = call(account, "GET", paged, "application/json", "");
            if (!answer.ok()) {
                throw new Refused("GET %s gave %d %s".formatted(path, answer.status(), answer.body()));
            }
            if (answer.body().isArray()) {
                answer.body().forEach(items::add);
                return items;
            }
            answer.body().path("items").forEach(items::add);
            boolean last = answer.body().path("items").isEmpty();
            if (last || items.size() >= answer.body().path("total").asInt(0)) {
                return items;
            }
        }
    }

    private Answer call(String account, String method, String path, String contentType, String body) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Basic " + credentials(account))
                .header("Accept", "application/json, application/problem+json")
                .header("Content-Type", contentType)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        var client = clients.computeIfAbsent(account, unseen -> newClient());
        long giveUpAt = System.nanoTime() + BUDGET.toNanos();
        var pause = Duration.ofMillis(200);
        int failures = 0;
        while (true) {
            var outcome = attempt(client, request);
            var answer = outcome.answer();
            if (answer.isPresent() && !DOWN.contains(answer.get().status())) {
                int status = answer.get().status();
                if (status == 401) {
                    throw new ProductGone("%s %s: the account %s is refused (401)".formatted(method, path, account));
                }
                if (status < 500 || ++failures == ATTEMPTS_AT_A_FAILING_CALL) {
                    return answer.get();
                }
            }
            if (System.nanoTime() > giveUpAt) {
                throw new ProductGone("%s does not answer for %d s: %s"
                        .formatted(base.resolve(path), BUDGET.toSeconds(), outcome.problem()));
            }
            retries.count("retried: " + outcome.problem());
            Pause.of(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private record Outcome(Optional<Answer> answer, String problem) {}

    private Outcome attempt(HttpClient client, HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            var answer = new Answer(response.statusCode(), parsed(response.body()));
            return new Outcome(Optional.of(answer), "HTTP " + response.statusCode());
        } catch (IOException broken) {
            return new Outcome(Optional.empty(), broken.getClass().getSimpleName());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProductGone("Stopped while waiting for " + request.uri());
        }
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                // Passwords are hashed slowly on purpose; a session, where the product offers one, saves that
                .cookieHandler(new CookieManager())
                .build();
    }

    private JsonNode parsed(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JacksonException notJson) {
            return json.valueToTree(body);
        }
    }

    private String credentials(String account) {
        return Base64.getEncoder().encodeToString((account + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
