package dev.signalbox.microsoft.connection;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One section for each partner tenant, and how patient we are with Microsoft.
 *
 * @param largestAnswer answers beyond it are not read
 * @param attempts how often a read is tried when the service fails in passing
 * @param restAfterFailures how long a service that keeps failing is left alone
 * @param perMinute requests to Graph for one app and tenant in a minute; Microsoft allows 240
 * @param perHour the same in an hour; Microsoft allows 800
 * @param pollHealthEvery how often each tenant's health is read
 * @param pollsAtOnce how many tenants are read at the same time
 */
@ConfigurationProperties("signalbox.microsoft")
public record MicrosoftProperties(
        @DefaultValue Map<String, Tenant> tenants,
        @DefaultValue("PT5S") Duration connectTimeout,
        @DefaultValue("PT20S") Duration readTimeout,
        @DefaultValue("5MB") DataSize largestAnswer,
        @DefaultValue("3") int attempts,
        @DefaultValue("PT1S") Duration retryWait,
        @DefaultValue("PT1M") Duration restAfterFailures,
        @DefaultValue("180") int perMinute,
        @DefaultValue("600") int perHour,
        @DefaultValue("PT5M") Duration pollHealthEvery,
        @DefaultValue("4") int pollsAtOnce) {

    /**
     * A partner's app. The secret stands in the environment or in a file, never in the database.
     *
     * @param partnerId the partner of our own data whose customers the app reaches
     * @param partnerCenterTokenFile a refresh token of a user who signed in to the app in the partner's tenant; service
     *     requests and fraud events are shown to users alone. The file is written when Microsoft gives a newer token
     * @param graphResource what tokens for Graph are asked for where it is not the public cloud's; the others likewise
     */
    public record Tenant(
            String partnerId,
            String tenantId,
            String clientId,
            @Nullable Secret clientSecret,
            @Nullable Path clientSecretFile,

            @DefaultValue("https://login.microsoftonline.com")
            URI loginUrl,

            @Nullable URI graphUrl,
            @Nullable URI azureUrl,
            @Nullable URI partnerCenterUrl,
            @Nullable String graphResource,
            @Nullable String azureResource,
            @Nullable String partnerCenterResource,
            @Nullable Path partnerCenterTokenFile) {

        URI url(MicrosoftService service) {
            URI own =
                    switch (service) {
                        case GRAPH -> graphUrl;
                        case AZURE -> azureUrl;
                        case PARTNER_CENTER -> partnerCenterUrl;
                    };
            return own == null ? service.usualUrl() : own;
        }

        String scope(MicrosoftService service) {
            String own =
                    switch (service) {
                        case GRAPH -> graphResource;
                        case AZURE -> azureResource;
                        case PARTNER_CENTER -> partnerCenterResource;
                    };
            return (own == null ? service.resource() : own) + "/.default";
        }

        /** Read anew each time, so that a rotated file needs no restart. */
        String secret(String name) {
            if (clientSecretFile != null) {
                try {
                    return Files.readString(clientSecretFile).strip();
                } catch (IOException unreadable) {
                    throw new CallFailed(
                            CallFailed.Reason.UNAUTHORISED,
                            "The secret file %s of signalbox.microsoft.tenants.%s cannot be read"
                                    .formatted(clientSecretFile, name));
                }
            }
            if (clientSecret == null || clientSecret.value().isBlank()) {
                throw new CallFailed(
                        CallFailed.Reason.UNAUTHORISED,
                        "signalbox.microsoft.tenants.%s has neither client-secret nor client-secret-file"
                                .formatted(name));
            }
            return clientSecret.value();
        }
    }
}
