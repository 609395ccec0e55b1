package dev.signalbox.demo.microsoft;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tenants, the apps they consented to, Azure subscriptions, and the token endpoint over them. Shapes and codes: Microsoft
 * identity platform, "OAuth 2.0 client credentials flow" and "authentication and authorization error codes".
 */
public final class Directory implements Part {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Set<String>>> consents = new ConcurrentHashMap<>();
    private final Map<String, String> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> roles = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
    private volatile Duration tokenLifetime = Duration.ofSeconds(3599);

    private record Grant(String tenant, String client, String user) {}

    Directory(Clock clock) {
        this.clock = clock;
    }

    /** Registers an app; a tenant knows it once it consents. */
    public Directory app(String client, String secret) {
        secrets.put(key(client), secret);
        return this;
    }

    public Directory tenant(String tenant) {
        consents.computeIfAbsent(key(tenant), t -> new ConcurrentHashMap<>());
        return this;
    }

    /** The tenant's administrator consents to exactly these application permissions of the app. */
    public Directory consent(String tenant, String client, String... permissions) {
        consents.computeIfAbsent(key(tenant), t -> new ConcurrentHashMap<>()).put(key(client), Set.of(permissions));
        return this;
    }

    /** The tenant no longer knows the app. */
    public void withdraw(String tenant, String client) {
        consents.getOrDefault(key(tenant), Map.of()).remove(key(client));
    }

    public Directory subscription(String subscription, String tenant) {
        tenant(tenant);
        subscriptions.put(key(subscription), key(tenant));
        return this;
    }

    /** Gives the app exactly these Azure roles on the subscription. */
    public Directory roles(String subscription, String client, String... names) {
        roles.put(key(subscription) + "/" + key(client), Set.of(names));
        return this;
    }

    /** A refresh token of a user who signed in to the app in the tenant, as partners keep one for Partner Center. */
    public String refreshToken(String tenant, String client, String user) {
        String value = "0." + UUID.randomUUID();
        refreshTokens.put(value, new Grant(key(tenant), key(client), user));
        return value;
    }

    public void tokenLifetime(Duration lifetime) {
        tokenLifetime = lifetime;
    }

    public Optional<String> tenantOf(String subscription) {
        return Optional.ofNullable(subscriptions.get(key(subscription)));
    }

    public boolean has(Token token, String permission) {
        return consents.getOrDefault(token.tenant(), Map.of())
                .getOrDefault(token.client(), Set.of())
                .contains(permission);
    }

    /** Whether the token's app holds one of the roles on the subscription, which must be of the token's tenant. */
    public boolean mayUse(Token token, String subscription, String... anyOf) {
        Set<String> held = roles.getOrDefault(key(subscription) + "/" + token.client(), Set.of());
        return token.tenant().equals(subscriptions.get(key(subscription)))
                && List.of(anyOf).stream().anyMatch(held::contains);
    }

    /** What the bearer's header says: a good token, or why it is none. */
    Checked check(@Nullable String authorization, Api api) {
        String value = authorization != null && authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
        Token token = tokens.get(value);
        if (token == null || token.api() != api) {
            return new Checked(token, api.unauthenticated(false));
        }
        return token.expiresAt().isAfter(clock.instant())
                ? new Checked(token, null)
                : new Checked(token, api.unauthenticated(true));
    }

    /** A token that is good for the service, for instance of an auxiliary header. */
    public Optional<Token> token(@Nullable String authorization, Api api) {
        Checked checked = check(authorization, api);
        return checked.refused() == null ? Optional.ofNullable(checked.token()) : Optional.empty();
    }

    record Checked(@Nullable Token token, @Nullable Answer refused) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.open("POST", "/([^/]+)/oauth2/v2\\.0/token", this::token));
    }

    private Answer token(Route.Call call) {
        String tenant = key(call.path().group(1));
        Map<String, String> form = call.request().form();
        String type = String.valueOf(call.request().header("content-type"));
        String client = key(form.getOrDefault("client_id", ""));
        String grant = form.getOrDefault("grant_type", "");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded") || grant.isEmpty()) {
            return refuse(400, "invalid_request", 900144, "The request body must contain 'grant_type'.");
        }
        if (!consents.containsKey(tenant)) {
            return refuse(400, "invalid_request", 90002, "Tenant '%s' not found.".formatted(tenant));
        }
        String secret = secrets.get(client);
        if (secret == null || !consents.getOrDefault(tenant, Map.of()).containsKey(client)) {
            return refuse(
                    400,
                    "unauthorized_client",
                    700016,
                    "Application with identifier '%s' was not found in the directory '%s'.".formatted(client, tenant));
        }
        if (!form.containsKey("client_secret")) {
            return refuse(
                    401,
                    "invalid_client",
                    7000218,
                    "The request body must contain 'client_assertion' or 'client_secret'.");
        }
        if (!MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8),
                form.getOrDefault("client_secret", "").getBytes(StandardCharsets.UTF_8))) {
            return refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
        return switch (grant) {
            case "client_credentials" -> appToken(tenant, client, form.getOrDefault("scope", ""));
            case "refresh_token" -> userToken(tenant, client, form);
            default -> refuse(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        };
    }

    private Answer appToken(String tenant, String client, String scope) {
        // An app gets its permissions whole: no other scope than a resource's default fits this grant
        if (!scope.endsWith("/.default")) {
            return refuse(
                    400,
                    "invalid_scope",
                    1002012,
                    "The provided value for scope %s is not valid; client credential flows must have a scope with"
                                    .formatted(scope)
                            + " /.default suffixed to the resource identifier.");
        }
        return api(scope.substring(0, scope.length() - "/.default".length()))
                .map(api -> Answer.ok(given(new Token(tenant, client, api, null, expiry()))))
                .orElseGet(() -> unknownResource(scope));
    }

    private Answer userToken(String tenant, String client, Map<String, String> form) {
        Grant grant = refreshTokens.get(form.getOrDefault("refresh_token", ""));
        if (grant == null || !grant.client().equals(client)) {
            return refuse(400, "invalid_grant", 9002313, "Invalid request: the refresh token is malformed or invalid.");
        }
        String scope = form.getOrDefault("scope", "").split(" ")[0];
        int end = scope.lastIndexOf('/');
        return api(end < 0 ? scope : scope.substring(0, end))
                .map(api -> {
                    Map<String, Object> body = given(new Token(tenant, client, api, grant.user(), expiry()));
                    body.put("scope", scope);
                    // the one that was used stays good
                    body.put("refresh_token", refreshToken(grant.tenant(), client, grant.user()));
                    return Answer.ok(body);
                })
                .orElseGet(() -> unknownResource(scope));
    }

    private static Optional<Api> api(String audience) {
        return List.of(Api.values()).stream()
                .filter(api -> api.isMeantBy(audience))
                .findFirst();
    }

    private Answer unknownResource(String scope) {
        return refuse(
                400, "invalid_resource", 500011, "The resource principal of '%s' was not found.".formatted(scope));
    }

    private Instant expiry() {
        return clock.instant().plus(tokenLifetime);
    }

    private Map<String, Object> given(Token token) {
        tokens.values().removeIf(old -> old.expiresAt().isBefore(clock.instant().minus(Duration.ofHours(1))));
        String value = "sim." + UUID.randomUUID();
        tokens.put(value, token);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token_type", "Bearer");
        body.put("expires_in", tokenLifetime.toSeconds());
        body.put("ext_expires_in", tokenLifetime.toSeconds());
        body.put("access_token", value);
        return body;
    }

    private Answer refuse(int status, String error, int code, String message) {
        String trace = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String stamp = STAMP.format(clock.instant());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put(
                "error_description",
                "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s"
                        .formatted(code, message, trace, correlation, stamp));
        body.put("error_codes", List.of(code));
        body.put("timestamp", stamp);
        body.put("trace_id", trace);
        body.put("correlation_id", correlation);
        body.put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
        return Answer.json(status, body);
    }

    // ids are GUIDs, and their case does not matter
    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
