package dev.signalbox.messaging;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Points every Kafka client at the broker inside the process, unless a broker of one's own is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "signalbox.broker.embedded", matchIfMissing = true)
class BrokerSetup {

    @Bean
    EmbeddedBroker embeddedBroker(BrokerProperties properties) {
        return new EmbeddedBroker(properties);
    }

    @Bean
    KafkaConnectionDetails embeddedBrokerConnection(EmbeddedBroker broker) {
        return () -> List.of(broker.address());
    }

    @Bean
    HealthIndicator embeddedBrokerHealth(EmbeddedBroker broker) {
        return () ->
                broker.fault() == null ? Health.up().build() : Health.down().build();
    }
}
