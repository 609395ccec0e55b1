package dev.signalbox.demo.microsoft;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Partner Center's webhooks: each event is signed, and says where the certificate lies. Headers and body: partner-center
 * developer docs, partner-center-webhooks.md and partner-center-webhook-events.md (2023).
 */
public final class PartnerCenterHooks implements Part {

    private static final String CERTIFICATE = "/cert/pcnotifications-dispatch.microsoft.com.cer";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final SimulatedMicrosoft microsoft;
    private final Clock clock;
    private volatile PrivateKey key;
    private volatile List<X509Certificate> chain;

    public PartnerCenterHooks(SimulatedMicrosoft microsoft, PrivateKey key, List<X509Certificate> chain) {
        this.microsoft = microsoft;
        this.clock = microsoft.clock();
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /** Signs with another key from now on; its certificate takes the old one's place. */
    public void sign(PrivateKey newKey, List<X509Certificate> newChain) {
        key = newKey;
        chain = List.copyOf(newChain);
    }

    /** The folder that the certificate lies in. */
    public URI folder() {
        return microsoft.baseUri().resolve("/cert/");
    }

    public URI certificate() {
        return microsoft.baseUri().resolve(CERTIFICATE);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.open("GET", "/cert/[^/]+\\.cer", call -> file()));
    }

    private Answer file() {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        try {
            for (X509Certificate one : chain) {
                pem.write("-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
                pem.write(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(one.getEncoded()));
                pem.write("\n-----END CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
        return new Answer(200, Map.of("Content-Type", "application/octet-stream"), pem.toByteArray());
    }

    /** An event's body. */
    public byte[] event(String name, String resourceUri, String resourceName) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("EventName", name);
        event.put("ResourceUri", resourceUri);
        event.put("ResourceName", resourceName);
        event.put("AuditUri", null);
        event.put("ResourceChangeUtcDate", clock.instant().toString().replace("Z", "+00:00"));
        return JsonMapper.shared().writeValueAsBytes(event);
    }

    public String signature(byte[] body) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Delivers an event as Partner Center does; the status it was answered with. */
    public int deliver(URI callback, byte[] body) {
        return deliver(callback, body, Map.of());
    }

    /** The same with headers that stand in place of the usual ones; an empty one is left out. */
    public int deliver(URI callback, byte[] body, Map<String, String> instead) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Signature " + signature(body));
        headers.put("X-MS-Certificate-Url", certificate().toString());
        headers.put("X-MS-Signature-Algorithm", "rsa-sha256");
        headers.putAll(instead);
        HttpRequest.Builder request = HttpRequest.newBuilder(callback)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
