package dev.signalbox.messaging;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Whether the broker answers: asked now and then, so that whoever asks for health never waits. Without it nothing comes
 * in by Kafka and what goes out waits, but tickets are still taken and worked on.
 */
@Component
class BrokerAnswers implements HealthIndicator, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAnswers.class);
    private static final long ANSWERS_WITHIN_SECONDS = 3;

    private final KafkaAdmin settings;
    private @Nullable Admin admin;
    private volatile boolean answers = true;

    BrokerAnswers(KafkaAdmin settings) {
        this.settings = settings;
    }

    @Override
    public Health health() {
        return answers ? Health.up().build() : Health.status("DEGRADED").build();
    }

    @Scheduled(fixedDelayString = "${signalbox.broker.asked-every:PT5S}")
    void ask() {
        boolean before = answers;
        try {
            if (admin == null) {
                admin = Admin.create(settings.getConfigurationProperties());
            }
            admin.describeCluster().clusterId().get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
            answers = true;
        } catch (ExecutionException | TimeoutException | RuntimeException silent) {
            answers = false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        if (before != answers) {
            LOG.warn(answers ? "The broker answers again" : "The broker does not answer; what is to be sent waits");
        }
    }

    @Override
    public void destroy() {
        if (admin != null) {
            admin.close(java.time.Duration.ofSeconds(1));
        }
    }
}
