package dev.signalbox.microsoft.connection;

import dev.signalbox.microsoft.connection.CallFailed.Reason;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * One partner's way to Microsoft: asks with a token of the customer's tenant, at the configured addresses and nowhere
 * else, reads a bounded answer, and says in plain words why there is none.
 */
public final class Connection {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** Azure Resource Manager, "Authenticate requests across tenants". */
    private static final String AUXILIARY = "x-ms-authorization-auxiliary";

    private static final int LONGEST_LINK = 8000;

    private final String name;
    private final MicrosoftProperties.Tenant app;
    private final MicrosoftProperties properties;
    private final RestClient client;
    private final Tokens tokens;
    private final Clock clock;
    private final Map<MicrosoftService, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, List<RateLimiter>> limits = new ConcurrentHashMap<>();
    private final Retry retry;

    Connection(
            String name,
            MicrosoftProperties.Tenant app,
            MicrosoftProperties properties,
            RestClient client,
            Tokens tokens,
            Clock clock) {
        this.name = name;
        this.app = app;
        this.properties = properties;
        this.client = client;
        this.tokens = tokens;
        this.clock = clock;
        this.retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(properties.attempts())
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(properties.retryWait(), 2, 0.5))
                        .retryOnException(trouble -> trouble instanceof CallFailed failed
                                && (failed.reason() == Reason.UNREACHABLE || failed.reason() == Reason.BROKEN))
                        .build());
    }

    /** What to ask of a service; {@code target} is a path with its query, or a link the service gave. */
    public record Call(
            HttpMethod method,
            MicrosoftService service,
            String tenant,
            String target,
            Map<String, String> headers,
            @Nullable String auxiliaryTenant,
            @Nullable JsonNode body) {

        public static Call get(MicrosoftService service, String tenant, String target) {
            return new Call(HttpMethod.GET, service, tenant, target, Map.of(), null, null);
        }

        public static Call post(MicrosoftService service, String tenant, String target, JsonNode body) {
            return new Call(HttpMethod.POST, service, tenant, target, Map.of(), null, body);
        }

        public static Call put(MicrosoftService service, String tenant, String target, JsonNode body) {
            return new Call(HttpMethod.PUT, service, tenant, target, Map.of(), null, body);
        }

        public static Call patch(MicrosoftService service, String tenant, String target, JsonNode body) {
            return new Call(HttpMethod.PATCH, service, tenant, target, Map.of(), null, body);
        }

        /** The same call with one header more. */
        public Call with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Call(method, service, tenant, target, more, auxiliaryTenant, body);
        }

        /** The same call, which a token of another tenant than the resource's goes along with. */
        public Call alsoFor(String auxiliary) {
            return new Call(method, service, tenant, target, headers, auxiliary, body);
        }
    }

    public String name() {
        return name;
    }

    public String partnerId() {
        return app.partnerId();
    }

    /** The partner's own tenant. */
    public String tenantId() {
        return app.tenantId();
    }

    /** Whether Partner Center shows us what it shows to users alone: service requests and fraud events. */
    public boolean hasPartnerCenterUser() {
        return app.partnerCenterTokenFile() != null;
    }

    public URI url(MicrosoftService service) {
        return app.url(service);
    }

    /** A token of a tenant for a service: whether our app may sign in there at all. */
    public String token(String tenant, MicrosoftService service) {
        return tokens.token(name, app, tenant, service);
    }

    /**
     * Asks once, and again only what may be asked twice: reads, when the service failed in passing. A token that is
     * refused is renewed once.
     *
     * @throws CallFailed where there is no good answer
     */
    public Reply send(Call call) {
        Supplier<Reply> guarded = () -> guarded(call);
        return call.method().equals(HttpMethod.GET) ? retry.executeSupplier(guarded) : guarded.get();
    }

    private Reply guarded(Call call) {
        for (RateLimiter limit : limits(call)) {
            if (!limit.acquirePermission()) {
                throw new CallFailed(
                        Reason.THROTTLED,
                        "Our own limit of requests to %s for tenant %s is reached"
                                .formatted(call.service(), call.tenant()),
                        0,
                        limit.getRateLimiterConfig().getLimitRefreshPeriod());
            }
        }
        try {
            return breaker(call.service()).executeSupplier(() -> authorised(call));
        } catch (CallNotPermittedException open) {
            throw new CallFailed(
                    Reason.RESTING,
                    "%s kept failing and is left alone for %s"
                            .formatted(call.service(), properties.restAfterFailures()),
                    0,
                    properties.restAfterFailures());
        }
    }

    private CircuitBreaker breaker(MicrosoftService service) {
        return breakers.computeIfAbsent(
                service,
                one -> CircuitBreaker.of(
                        name + "/" + one,
                        CircuitBreakerConfig.custom()
                                .clock(clock)
                                .slidingWindowSize(20)
                                .minimumNumberOfCalls(10)
                                .failureRateThreshold(50)
                                .waitDurationInOpenState(properties.restAfterFailures())
                                .permittedNumberOfCallsInHalfOpenState(2)
                                .recordException(Connection::isTheServices)
                                .build()));
    }

    /** Whether a failure says something of the service, and not of our rights or manners. */
    private static boolean isTheServices(Throwable trouble) {
        return !(trouble instanceof CallFailed failed)
                || failed.reason() == Reason.UNREACHABLE
                || failed.reason() == Reason.BROKEN
                || failed.reason() == Reason.UNREADABLE;
    }

    private List<RateLimiter> limits(Call call) {
        String key = call.service() + "/" + call.tenant();
        return limits.computeIfAbsent(
                key,
                one -> List.of(
                        limit(one, properties.perHour(), Duration.ofHours(1)),
                        limit(one, properties.perMinute(), Duration.ofMinutes(1))));
    }

    private RateLimiter limit(String key, int most, Duration period) {
        return RateLimiter.of(
                name + "/" + key + "/" + period,
                RateLimiterConfig.custom()
                        .limitForPeriod(most)
                        .limitRefreshPeriod(period)
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }

    private Reply authorised(Call call) {
        URI address = address(call);
        String token = token(call.tenant(), call.service());
        String auxiliary = call.auxiliaryTenant() == null ? null : token(call.auxiliaryTenant(), call.service());
        try {
            return exchange(call, address, token, auxiliary);
        } catch (CallFailed refused) {
            if (refused.status() != 401 && (refused.status() != 403 || auxiliary == null)) {
                throw refused;
            }
            tokens.forget(name, call.tenant(), call.service(), token);
            if (auxiliary == null) {
                return exchange(call, address, token(call.tenant(), call.service()), null);
            }
            String other = Objects.requireNonNull(call.auxiliaryTenant());
            tokens.forget(name, other, call.service(), auxiliary);
            return exchange(call, address, token(call.tenant(), call.service()), token(other, call.service()));
        }
    }

    /** A token goes to the configured host or nowhere, whatever a link says. */
    private URI address(Call call) {
        URI base = app.url(call.service());
        String target = call.target();
        if (target.startsWith("/") && !target.startsWith("//")) {
            String root = base.toString();
            return URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + target);
        }
        URI link;
        try {
            link = URI.create(target.length() > LONGEST_LINK ? "" : target);
        } catch (IllegalArgumentException odd) {
            throw new CallFailed(Reason.UNREADABLE, "The service gave a link that is none");
        }
        if (!base.getScheme().equals(link.getScheme())
                || !base.getRawAuthority().equals(link.getRawAuthority())) {
            throw new CallFailed(
                    Reason.UNREADABLE,
                    "The service gave a link to another place than " + base + ": " + Texts.oneLine(link.toString()));
        }
        return link;
    }

    private Reply exchange(Call call, URI address, String token, @Nullable String auxiliary) {
        try {
            RestClient.RequestBodySpec request = client.method(call.method())
                    .uri(address)
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json");
            call.headers().forEach(request::header);
            if (auxiliary != null) {
                request.header(AUXILIARY, "Bearer " + auxiliary);
            }
            if (call.body() != null) {
                request.header("Content-Type", "application/json").body(JSON.writeValueAsBytes(call.body()));
            }
            return request.exchangeForRequiredValue((sent, response) -> read(call, response));
        } catch (ResourceAccessException unreachable) {
            throw new CallFailed(
                    Reason.UNREACHABLE, "%s does not answer: %s".formatted(call.service(), Texts.brief(unreachable)));
        }
    }

    private Reply read(Call call, ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        byte[] body = bounded(call, response);
        if (status / 100 == 2) {
            Map<String, List<String>> headers = new HashMap<>();
            response.getHeaders()
                    .forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), List.copyOf(values)));
            return new Reply(status, headers, json(call, response, body), date(response));
        }
        String said = said(body);
        String message = Texts.oneLine("%s answered %d%s".formatted(call.service(), status, said));
        Duration wait = RetryAfter.read(response.getHeaders().getFirst("Retry-After"), clock.instant())
                .orElse(null);
        throw new CallFailed(
                switch (status) {
                    case 401 -> Reason.UNAUTHORISED;
                    case 403 -> Reason.FORBIDDEN;
                    case 429 -> Reason.THROTTLED;
                    default -> status >= 500 ? Reason.BROKEN : Reason.REFUSED;
                },
                message,
                status,
                wait);
    }

    private byte[] bounded(Call call, ClientHttpResponse response) throws IOException {
        int most = Math.toIntExact(properties.largestAnswer().toBytes());
        if (response.getHeaders().getContentLength() > most) {
            throw tooBig(call);
        }
        try (InputStream in = response.getBody()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw tooBig(call);
            }
            return body;
        }
    }

    private CallFailed tooBig(Call call) {
        return new CallFailed(
                Reason.UNREADABLE, "%s answered more than %s".formatted(call.service(), properties.largestAnswer()));
    }

    private static JsonNode json(Call call, ClientHttpResponse response, byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        String type = String.valueOf(response.getHeaders().getFirst("Content-Type"));
        if (!type.toLowerCase(Locale.ROOT).contains("json")) {
            throw new CallFailed(
                    Reason.UNREADABLE, Texts.oneLine("%s answered %s, and not JSON".formatted(call.service(), type)));
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException broken) {
            throw new CallFailed(Reason.UNREADABLE, call.service() + " answered JSON that cannot be read to its end");
        }
    }

    /** The code and message of an error body, in whichever of Microsoft's two shapes. */
    private static String said(byte[] body) {
        try {
            JsonNode read = JSON.readTree(new String(body, 0, Math.min(body.length, 20_000), StandardCharsets.UTF_8));
            JsonNode error = read.path("error").isObject() ? read.path("error") : read;
            String code = error.path("code").asString("");
            String message =
                    error.path("message").asString(error.path("description").asString(""));
            return (code.isEmpty() ? "" : ": " + code) + (message.isEmpty() ? "" : ", " + message);
        } catch (JacksonException none) {
            return "";
        }
    }

    private static @Nullable Instant date(ClientHttpResponse response) {
        String header = response.getHeaders().getFirst("Date");
        try {
            return header == null
                    ? null
                    : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException odd) {
            return null;
        }
    }
}
