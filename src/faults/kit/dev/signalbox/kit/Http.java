package dev.signalbox.kit;

import java.io.IOException;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the product's API; whoever does not answer gives status 0. */
public final class Http {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private static final int PAGE = 200;

    private final int port;

    public Http(int port) {
        this.port = port;
    }

    /** Status 0 says that nobody answered, so that nobody knows whether it was done. */
    public record Answer(int status, String text) {

        public boolean ok() {
            return status / 100 == 2;
        }

        public JsonNode body() {
            String trimmed = text.strip();
            return trimmed.startsWith("{") || trimmed.startsWith("[")
                    ? JSON.readTree(trimmed)
                    : JSON.createObjectNode();
        }
    }

    public Answer get(@Nullable String account, String path) {
        return send(request(account, path).GET());
    }

    public Answer post(String account, String path, Object body) {
        return post(account, path, JSON.writeValueAsBytes(body), Map.of("content-type", "application/json"));
    }

    public Answer post(String account, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = request(account, path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** All pages of a list. */
    public List<JsonNode> items(String account, String path) {
        List<JsonNode> items = new ArrayList<>();
        String joint = path.contains("?") ? "&" : "?";
        for (int page = 0; ; page++) {
            Answer answer = get(account, path + joint + "page=" + page + "&size=" + PAGE);
            if (!answer.ok()) {
                throw new IllegalStateException("GET " + path + " gave " + answer.status() + " " + answer.text());
            }
            answer.body().path("items").forEach(items::add);
            int total = answer.body().path("total").asInt(0);
            if (answer.body().path("items").isEmpty() || items.size() >= total) {
                return items;
            }
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(@Nullable String account, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
        if (account != null) {
            String pair = account + ":demo";
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException nobody) {
            return new Answer(0, String.valueOf(nobody.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer(0, "stopped");
        }
    }
}
