package dev.signalbox.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer: each request goes to the next node, and to the one after where nobody listens. What broke off after
 * it was sent is the caller's to repeat, as with any balancer.
 */
public final class RoundRobin implements AutoCloseable {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "content-length", "host", "transfer-encoding", "upgrade", "keep-alive", "http2-settings");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<Integer> nodes;
    private final AtomicInteger turn = new AtomicInteger();

    public RoundRobin(List<Integer> nodes) throws IOException {
        this.nodes = nodes;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            for (int tried = 0; tried < nodes.size(); tried++) {
                int node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
                try {
                    answer(
                            exchange,
                            client.send(request(exchange, node, body), HttpResponse.BodyHandlers.ofInputStream()));
                    return;
                } catch (ConnectException down) {
                    // the next one
                }
            }
            exchange.sendResponseHeaders(502, -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest request(HttpExchange exchange, int node, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, own(exchange, value)));
            }
        });
        boolean empty = answer.statusCode() == 204 || answer.statusCode() == 304;
        exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : 0);
        try (InputStream from = answer.body();
                OutputStream to = exchange.getResponseBody()) {
            byte[] buffer = new byte[8192];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }

    /** Where a node leads to itself, lead to here. */
    private String own(HttpExchange exchange, String value) {
        for (int node : nodes) {
            String self = "http://127.0.0.1:" + node;
            if (value.startsWith(self)) {
                return address() + value.substring(self.length());
            }
        }
        return value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
