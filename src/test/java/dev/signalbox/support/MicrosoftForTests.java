package dev.signalbox.support;

import dev.signalbox.demo.microsoft.AzureSupportDesk;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A simulated Microsoft whose Azure Support serves one partner's tests; no other test's partner is connected. */
@TestConfiguration(proxyBeanMethods = false)
public class MicrosoftForTests {

    public static final String PARTNER = "filing-partner";
    public static final String PARTNER_TENANT = "6f1a2b3c-0000-4000-8000-0000000000aa";
    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000f";

    @Bean(destroyMethod = "close")
    SimulatedMicrosoft microsoftOfTests(Clock clock) {
        SimulatedMicrosoft microsoft = SimulatedMicrosoft.start(0, clock);
        microsoft.directory().app(APP, "right").consent(PARTNER_TENANT, APP);
        return microsoft;
    }

    @Bean
    AzureSupportDesk azureOfTests(SimulatedMicrosoft microsoft) {
        return microsoft.with(new AzureSupportDesk(microsoft));
    }

    /** A customer's subscription that the partner's app may file for. */
    public static void subscription(SimulatedMicrosoft microsoft, String subscription, String tenant) {
        microsoft
                .directory()
                .consent(tenant, APP)
                .subscription(subscription, tenant)
                .roles(subscription, APP, "Support Request Contributor");
    }

    @Bean
    Connections.More tenantsOfTests(SimulatedMicrosoft microsoft) {
        URI base = microsoft.baseUri();
        return () -> Map.of(
                "tests",
                new MicrosoftProperties.Tenant(
                        PARTNER,
                        PARTNER_TENANT,
                        APP,
                        Secret.of("right"),
                        null,
                        base,
                        base,
                        base,
                        base,
                        null,
                        null,
                        null));
    }
}
