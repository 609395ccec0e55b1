package dev.signalbox.demo.microsoft;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: finds the part that answers, checks the token, and lets the scenario's faults happen. */
public final class SimulatedMicrosoft implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedMicrosoft.class);
    private static final int LARGEST_REQUEST = 8 * 1024 * 1024;
    private static final Set<String> NOT_KEPT = Set.of("authorization", "x-ms-authorization-auxiliary");

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Clock clock;
    private final Scenario scenario = new Scenario();
    private final RequestLog requests = new RequestLog();
    private final Directory directory;
    private final List<Route> routes = new CopyOnWriteArrayList<>();

    private SimulatedMicrosoft(int port, Clock clock) throws IOException {
        this.clock = clock;
        this.directory = new Directory(clock);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "simulated-microsoft");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        with(directory);
    }

    /** Starts it on a loopback port; 0 takes a free one. */
    public static SimulatedMicrosoft start(int port, Clock clock) {
        try {
            SimulatedMicrosoft microsoft = new SimulatedMicrosoft(port, clock);
            microsoft.server.start();
            return microsoft;
        } catch (IOException taken) {
            throw new UncheckedIOException("The simulated Microsoft cannot listen on port " + port, taken);
        }
    }

    /** Adds a service. */
    public <P extends Part> P with(P part) {
        routes.addAll(part.routes());
        return part;
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Clock clock() {
        return clock;
    }

    public Scenario scenario() {
        return scenario;
    }

    public RequestLog requests() {
        return requests;
    }

    public Directory directory() {
        return directory;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            @Nullable Fault fault = scenario.of(request).orElse(null);
            Served served =
                    fault instanceof Fault.Instead || fault instanceof Fault.Broken || fault instanceof Fault.Huge
                            ? new Served(null, Answer.empty(503))
                            : answer(request, fault instanceof Fault.ExpiredToken);
            switch (fault) {
                case null -> send(exchange, request, served);
                case Fault.ExpiredToken expired -> send(exchange, request, served);
                case Fault.Instead instead -> send(exchange, request, new Served(null, instead.answer()));
                case Fault.Broken broken -> log(request, served.token(), 0);
                case Fault.Cut cut -> {
                    byte[] body = served.answer().body();
                    log(request, served.token(), 0);
                    head(exchange, served.answer());
                    exchange.sendResponseHeaders(served.answer().status(), body.length + 64L);
                    exchange.getResponseBody().write(body, 0, body.length / 2);
                    exchange.getResponseBody().flush();
                }
                case Fault.Slow slow -> {
                    pause(slow.by());
                    send(exchange, request, served);
                }
                case Fault.Huge huge -> {
                    log(request, null, 200);
                    huge(exchange, huge.bytes());
                }
            }
        } catch (RuntimeException broken) {
            LOG.warn("The simulated Microsoft failed at {}", exchange.getRequestURI(), broken);
            throw broken;
        }
    }

    private record Served(@Nullable Token token, Answer answer) {}

    private Served answer(Request request, boolean expired) {
        boolean known = false;
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (!path.matches()) {
                continue;
            }
            known = true;
            if (!route.takes(request.method())) {
                continue;
            }
            Token token = null;
            if (route.api() != null) {
                Directory.Checked checked = directory.check(request.header("authorization"), route.api());
                token = checked.token();
                Answer refused = expired ? route.api().unauthenticated(true) : checked.refused();
                if (refused != null) {
                    return new Served(token, refused);
                }
            }
            return new Served(token, route.handler().answer(new Route.Call(request, path.toMatchResult(), token)));
        }
        return new Served(
                null,
                known
                        ? Api.AZURE.refuse(405, "MethodNotAllowed", "The method is not allowed here.")
                        : Api.AZURE.refuse(404, "ResourceNotFound", "There is nothing at " + request.path()));
    }

    private void send(HttpExchange exchange, Request request, Served served) throws IOException {
        Answer answer = served.answer();
        log(request, served.token(), answer.status());
        head(exchange, answer);
        boolean bodyless = answer.body().length == 0
                || answer.status() == 204
                || request.method().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), bodyless ? -1 : answer.body().length);
        if (!bodyless) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private static void head(HttpExchange exchange, Answer answer) {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
    }

    private static void huge(HttpExchange exchange, long bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes);
        byte[] piece = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = exchange.getResponseBody()) {
            for (long left = bytes; left > 0; left -= piece.length) {
                out.write(piece, 0, (int) Math.min(piece.length, left));
            }
        } catch (IOException hungUp) {
            LOG.debug("The client hung up on a body of {} bytes", bytes);
        }
    }

    private void pause(Duration by) {
        try {
            // over at once when the server stops
            if (closed.await(by.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Stopped in the middle of a slow answer");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(Request request, @Nullable Token token, int status) {
        Map<String, List<String>> kept = new HashMap<>(request.headers());
        NOT_KEPT.forEach(kept::remove);
        boolean secret = request.path().endsWith("/token");
        requests.add(new RequestLog.Entry(
                clock.instant(),
                new Request(request.method(), request.uri(), kept, secret ? new byte[0] : request.body()),
                token == null ? null : token.tenant(),
                token == null ? null : token.client(),
                status));
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
    }
}
