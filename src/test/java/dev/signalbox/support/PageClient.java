package dev.signalbox.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pages and forms over HTTP, with a session and no browser; follows no redirect. */
public final class PageClient {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final String BOUNDARY = "6b1f0c9d27e4";

    private final String base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private String token = "";
    private String language = "en";

    public PageClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** An answer; the location is empty where it leads nowhere. */
    public record Answer(int status, String location, String text) {}

    public PageClient signIn(String account, String password) {
        remember(get("/login").text());
        Answer answer = post("/login", Map.of("username", account, "password", password), true);
        if (answer.status() != 302 || answer.location().contains("error")) {
            throw new AssertionError("Expected " + account + " to be signed in, found " + answer);
        }
        remember(get("/account/password").text());
        return this;
    }

    /** Asks for pages in another language from here on. */
    public PageClient in(String language) {
        this.language = language;
        return this;
    }

    /** The session's id; empty before there is one. */
    public String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("SESSION"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    public PageClient withSession(String id) {
        HttpCookie cookie = new HttpCookie("SESSION", id);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(base), cookie);
        return this;
    }

    /** Takes the form token of a page for the forms that follow. */
    public void remember(String page) {
        Matcher found = TOKEN.matcher(page);
        if (found.find()) {
            token = found.group(1);
        }
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "text/html"));
    }

    /** Posts a form, with the session's token or without. */
    public Answer post(String path, Map<String, String> form, boolean withToken) {
        Map<String, String> fields = new LinkedHashMap<>(form);
        if (withToken) {
            fields.put("_csrf", token);
        }
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Posts a form with files, each under the name {@code files}; one without a file as a browser sends it. */
    public Answer upload(String path, Map<String, String> form, Map<String, byte[]> files) {
        Map<String, String> fields = new LinkedHashMap<>(form);
        fields.put("_csrf", token);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> part(body, "name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8)));
        (files.isEmpty() ? Map.of("", new byte[0]) : files)
                .forEach((name, bytes) -> part(body, "name=\"files\"; filename=\"" + name + "\"", bytes));
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "text/html")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String disposition, byte[] content) {
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(
                    request.header("Accept-Language", language)
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("location").orElse(""),
                    response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
