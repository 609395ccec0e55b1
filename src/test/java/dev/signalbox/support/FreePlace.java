package dev.signalbox.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives a test application a free broker port and a data directory of its own. */
class FreePlace implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path data = Files.createTempDirectory("signalbox-test");
            TestPropertyValues.of("signalbox.broker.port=" + Ports.free(), "signalbox.data-dir=" + data)
                    .and(signInProvider(Ports.free()))
                    .applyTo(context);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A place for a provider that the tests of signing in start; the product asks it for nothing before. */
    private static String[] signInProvider(int port) {
        String client = "spring.security.oauth2.client.";
        String grants = "signalbox.access.oidc.grants";
        return new String[] {
            "test.oidc.port=" + port,
            client + "registration.house.client-id=signalbox",
            client + "registration.house.client-secret=between-us",
            client + "registration.house.client-name=House",
            client + "registration.house.scope=openid,profile",
            client + "provider.house.issuer-uri=http://127.0.0.1:" + port,
            client + "registration.away.client-id=signalbox",
            client + "registration.away.client-name=Away",
            client + "registration.away.scope=openid",
            client + "provider.away.issuer-uri=http://127.0.0.1:9",
            "signalbox.access.oidc.customer-claim=tid",
            grants + "[0].group=desk-leads",
            grants + "[0].role=LEAD",
            grants + "[0].partner=demo-direct",
            grants + "[1].group=desk-agents",
            grants + "[1].role=AGENT",
            grants + "[1].partner=demo-direct",
            grants + "[2].group=customers",
            grants + "[2].role=CUSTOMER"
        };
    }
}
