package dev.signalbox.support;

import dev.signalbox.demo.microsoft.AzureSupportDesk;
import dev.signalbox.demo.microsoft.GraphRelationships;
import dev.signalbox.demo.microsoft.PartnerCenterDesk;
import dev.signalbox.demo.microsoft.PartnerCenterHooks;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.Secret;
import dev.signalbox.microsoft.connection.WebhookProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * A simulated Microsoft that serves one partner's tests; no other test's partner is connected. All test classes share it:
 * each uses tenants, subscriptions and cases of its own.
 */
@TestConfiguration(proxyBeanMethods = false)
public class MicrosoftForTests {

    public static final String PARTNER = "filing-partner";
    public static final String PARTNER_TENANT = "6f1a2b3c-0000-4000-8000-0000000000aa";
    public static final String CONNECTION = "tests";
    public static final String SECRET = "right";
    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000f";

    @Bean(destroyMethod = "close")
    SimulatedMicrosoft microsoftOfTests(Clock clock) {
        SimulatedMicrosoft microsoft = SimulatedMicrosoft.start(0, clock);
        registered(microsoft);
        return microsoft;
    }

    @Bean
    AzureSupportDesk azureOfTests(SimulatedMicrosoft microsoft) {
        return microsoft.with(new AzureSupportDesk(microsoft));
    }

    @Bean
    GraphRelationships relationshipsOfTests(SimulatedMicrosoft microsoft) {
        return microsoft.with(new GraphRelationships(microsoft));
    }

    @Bean
    PartnerCenterDesk partnerCenterOfTests(SimulatedMicrosoft microsoft) {
        return microsoft.with(new PartnerCenterDesk(microsoft));
    }

    @Bean
    SigningKeys signingKeysOfTests() {
        return SigningKeys.make();
    }

    @Bean
    PartnerCenterHooks hooksOfTests(SimulatedMicrosoft microsoft, SigningKeys keys) {
        SigningKeys.Signer signer = keys.microsoft();
        return microsoft.with(new PartnerCenterHooks(microsoft, signer.key(), signer.chain()));
    }

    @Bean
    @Primary
    WebhookProperties webhooksOfTests(PartnerCenterHooks hooks, SigningKeys keys) {
        return new WebhookProperties(
                List.of(hooks.folder()), "Microsoft Corporation", keys.authorities(), Duration.ofHours(12));
    }

    /** A customer's subscription that the partner's app may file for. */
    public static void subscription(SimulatedMicrosoft microsoft, String subscription, String tenant) {
        microsoft
                .directory()
                .consent(tenant, APP)
                .subscription(subscription, tenant)
                .roles(subscription, APP, "Support Request Contributor");
    }

    /** The partner's section of the property file of a process of its own; without a user of Partner Center. */
    public static Map<String, String> section(SimulatedMicrosoft microsoft) {
        String base = microsoft.baseUri().toString();
        String section = "signalbox.microsoft.tenants." + CONNECTION + ".";
        return Map.of(
                section + "partner-id", PARTNER,
                section + "tenant-id", PARTNER_TENANT,
                section + "client-id", APP,
                section + "client-secret", SECRET,
                section + "login-url", base,
                section + "graph-url", base,
                section + "azure-url", base,
                section + "partner-center-url", base);
    }

    /** A Microsoft outside the product, for processes that name it in their settings; the caller closes it. */
    public static SimulatedMicrosoft outside() {
        SimulatedMicrosoft microsoft = SimulatedMicrosoft.start(0, Clock.systemUTC());
        registered(microsoft);
        return microsoft;
    }

    /** Gives the partner's app a further permission in the partner's own tenant. */
    public static void permitted(SimulatedMicrosoft microsoft, String permission) {
        microsoft.directory().consent(PARTNER_TENANT, APP, "DelegatedAdminRelationship.Read.All", permission);
    }

    private static void registered(SimulatedMicrosoft microsoft) {
        microsoft.directory().app(APP, SECRET).consent(PARTNER_TENANT, APP, "DelegatedAdminRelationship.Read.All");
    }

    @Bean
    Connections.More tenantsOfTests(SimulatedMicrosoft microsoft) {
        URI base = microsoft.baseUri();
        Path userToken = kept(microsoft.directory().refreshToken(PARTNER_TENANT, APP, "agent@filing.example"));
        return () -> Map.of(
                CONNECTION,
                new MicrosoftProperties.Tenant(
                        PARTNER,
                        PARTNER_TENANT,
                        APP,
                        Secret.of(SECRET),
                        null,
                        base,
                        base,
                        base,
                        base,
                        null,
                        null,
                        null,
                        userToken));
    }

    private static Path kept(String token) {
        try {
            return Files.writeString(Files.createTempFile("partner-center", ".token"), token);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
