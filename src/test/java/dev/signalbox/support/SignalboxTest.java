package dev.signalbox.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole product in one process: real engine, real broker, H2 in memory, demo customers without demo tickets. Timers
 * fire when a test says so. All test classes share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:signalbox;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "signalbox.demo-tickets=false",
            "signalbox.demo-microsoft=false",
            "signalbox.webhook.allow-private=true",
            "signalbox.microsoft.cases.look-every=PT1S",
            // each route is tried by a stranger
            "signalbox.access.sign-in.failures-of-an-account=100000",
            "signalbox.access.sign-in.failures-of-an-address=100000",
            "camunda.bpm.job-execution.enabled=false"
        })
@ContextConfiguration(initializers = FreePlace.class)
@Import({Timers.class, TrueSchemas.class, MicrosoftForTests.class, SqlTexts.class, FlowCoverage.Listening.class})
public @interface SignalboxTest {}
