package dev.signalbox.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product's API as an outside client sees it. */
public final class Api {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of the accounts that tests made, by the product's address; the demo accounts have theirs. */
    private static final Map<String, Map<String, String>> PASSWORDS = new ConcurrentHashMap<>();

    private final String base;
    private final Map<String, String> passwords;

    public Api(int port) {
        this.base = "http://127.0.0.1:" + port;
        this.passwords = PASSWORDS.computeIfAbsent(base, product -> new ConcurrentHashMap<>());
    }

    /** Knows the accounts that were made on another node of the same product. */
    public Api withAccountsOf(Api other) {
        passwords.putAll(other.passwords);
        return this;
    }

    /** What an account signs in with. */
    public String passwordOf(String account) {
        return passwords.getOrDefault(account, "demo");
    }

    /** An answer: its status, its headers and its body, an empty object where there is none. */
    public record Answer(int status, Map<String, java.util.List<String>> headers, JsonNode body, String text) {}

    /** Makes an account whose password is chosen at once, so that the caller can use it. */
    public void agent(String id, Map<String, ?> fields) {
        Answer made = put("operator", "/api/agents/" + id, fields);
        if (made.status() > 201) {
            throw new IllegalStateException(made.text());
        }
        String once = post("operator", "/api/agents/" + id + "/one-time-password", Map.of())
                .body()
                .path("oneTimePassword")
                .asString();
        passwords.put(id, once);
        String chosen = "correct horse battery " + Integer.toHexString(id.hashCode());
        Answer answer = post(id, "/api/account/password", Map.of("password", chosen));
        if (answer.status() != 204) {
            throw new IllegalStateException(answer.text());
        }
        passwords.put(id, chosen);
    }

    /** Tells the password that {@code account} has from now on. */
    public void password(String account, String password) {
        passwords.put(account, password);
    }

    public Answer put(String account, String path, Object body) {
        return send(request(account, path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    public Answer delete(String account, String path) {
        return send(request(account, path).DELETE());
    }

    public Answer get(String account, String path) {
        return send(request(account, path).GET());
    }

    public Answer post(String account, String path, Object body, String... headers) {
        return raw(account, path, JSON.writeValueAsBytes(body), "application/json", headers);
    }

    public Answer raw(String account, String path, byte[] body, String contentType, String... headers) {
        HttpRequest.Builder request = request(account, path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** Sends an event in structured mode as the producer. */
    public Answer event(String source, String id, String type, String subject, Map<String, ?> data) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("source", source);
        event.put("id", id);
        event.put("type", "dev.signalbox." + type + ".v1");
        if (subject != null) {
            event.put("subject", subject);
        }
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return raw("producer", "/api/events", JSON.writeValueAsBytes(event), "application/cloudevents+json");
    }

    private HttpRequest.Builder request(String account, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        if (account != null && account.startsWith("sbx_")) {
            request.header("Authorization", "Bearer " + account);
        } else if (account != null) {
            String pair = account + ":" + passwordOf(account);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            JsonNode body = text.isBlank()
                            || !text.stripLeading().startsWith("{")
                                    && !text.stripLeading().startsWith("[")
                    ? JSON.createObjectNode()
                    : JSON.readTree(text);
            return new Answer(response.statusCode(), response.headers().map(), body, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
