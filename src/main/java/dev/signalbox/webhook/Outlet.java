package dev.signalbox.webhook;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Posts to an endpoint that nobody here wrote: only to public addresses, without following it elsewhere, for a bounded
 * time, reading no more of its answer than is kept.
 */
@Component
class Outlet {

    private static final int MOST_READ = 1024;
    private static final Timeout CONNECT_WITHIN = Timeout.ofSeconds(5);
    private static final int MOST_CONNECTIONS = 200;

    private final CloseableHttpClient http;
    private final Duration answerWithin;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-watch").daemon().factory());

    @Autowired
    Outlet(WebhookSettings settings) {
        this(settings, SystemDefaultDnsResolver.INSTANCE);
    }

    Outlet(WebhookSettings settings, DnsResolver resolver) {
        this.answerWithin = settings.answerWithin();
        // the deadline comes first, and says what is the matter
        Timeout silent = Timeout.of(answerWithin.plusSeconds(5));
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new PublicAddresses(settings.allowPrivate(), resolver))
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(settings.parallel())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_WITHIN)
                                .setSocketTimeout(silent)
                                .setTimeToLive(TimeValue.ofMinutes(1))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(silent)
                        .setResponseTimeout(silent)
                        .build())
                .setUserAgent("Signalbox-Webhook")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * What became of a request: the endpoint's status and the beginning of its answer, or why there is none.
     *
     * @param retryAfter how long the endpoint asks to be left alone, zero if it does not
     */
    record Answer(
            @Nullable Integer status,
            @Nullable String reason,
            @Nullable String body,
            Duration retryAfter) {

        boolean taken() {
            return status != null && status >= 200 && status < 300;
        }
    }

    Answer post(URI url, Map<String, String> headers, byte[] body) {
        HttpPost post = new HttpPost(url);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, null));
        Future<?> deadline = watch.schedule(post::cancel, answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        Answer answer = null;
        try (ClassicHttpResponse response = http.executeOpen(null, post, null)) {
            int status = response.getCode();
            byte[] begins = beginning(response.getEntity());
            answer = new Answer(
                    status,
                    status >= 200 && status < 300 ? null : reason(status),
                    begins == null ? null : new String(begins, StandardCharsets.UTF_8).replace('\u0000', '\uFFFD'),
                    retryAfter(response.getFirstHeader("Retry-After")));
            if (begins == null || begins.length == MOST_READ) {
                // closing alone would take in the rest of a long answer
                post.cancel();
            }
            return answer;
        } catch (IOException | IllegalArgumentException failed) {
            return answer != null ? answer : new Answer(null, reason(failed, post.isCancelled()), null, Duration.ZERO);
        } finally {
            deadline.cancel(false);
        }
    }

    private String reason(Exception failed, boolean late) {
        return late
                ? "No answer within " + answerWithin
                : failed instanceof PublicAddresses.Closed
                        ? String.valueOf(failed.getMessage())
                        : failed.getClass().getSimpleName() + ": " + failed.getMessage();
    }

    private static String reason(int status) {
        return status >= 300 && status < 400
                ? "Answered " + status + "; redirections are not followed"
                : "Answered " + status;
    }

    /** The first bytes; null where they do not come in time, which takes nothing from the status. */
    private static byte @Nullable [] beginning(@Nullable HttpEntity entity) {
        if (entity == null) {
            return new byte[0];
        }
        try {
            InputStream content = entity.getContent();
            return content.readNBytes(MOST_READ);
        } catch (IOException late) {
            return null;
        }
    }

    private static Duration retryAfter(@Nullable Header header) {
        String value = header == null ? "" : header.getValue().strip();
        return value.matches("[0-9]{1,5}") ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
    }

    @PreDestroy
    void close() throws IOException {
        watch.shutdownNow();
        http.close();
    }
}
