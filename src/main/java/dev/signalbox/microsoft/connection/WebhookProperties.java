package dev.signalbox.microsoft.connection;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose signature under a webhook is believed.
 *
 * @param certificates the folders that a signing certificate may come from, each ending with a slash; a link in a
 *     request leads nowhere else. Source: Partner Center webhooks, sample event
 * @param organization the organization the certificate must be issued to
 * @param authorities certificates in PEM form that count beside the Java runtime's own, for instance intermediate ones
 * @param keptFor how long a fetched certificate is used before it is fetched again
 */
@ConfigurationProperties("signalbox.microsoft.webhooks")
public record WebhookProperties(
        @DefaultValue("https://3psostorageacct.blob.core.windows.net/cert/")
        List<URI> certificates,

        @DefaultValue("Microsoft Corporation") String organization,
        @Nullable Path authorities,
        @DefaultValue("PT12H") Duration keptFor) {}
