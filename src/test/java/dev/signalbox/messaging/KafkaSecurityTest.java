package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** The settings of docs/operating.md reach every Kafka client that the product has. */
class KafkaSecurityTest {

    @Test
    void tlsAndSaslReachProducerConsumerAndAdmin() {
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"signalbox\";";
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, SslAutoConfiguration.class))
                .withPropertyValues(
                        "spring.kafka.security.protocol=SASL_SSL",
                        "spring.kafka.ssl.trust-store-location=file:/etc/signalbox/kafka.p12",
                        "spring.kafka.ssl.trust-store-password=secret",
                        "spring.kafka.ssl.trust-store-type=PKCS12",
                        "spring.kafka.properties.sasl.mechanism=SCRAM-SHA-512",
                        "spring.kafka.properties.sasl.jaas.config=" + login)
                .run(context -> {
                    for (Map<String, Object> client : List.of(
                            context.getBean(ProducerFactory.class).getConfigurationProperties(),
                            context.getBean(ConsumerFactory.class).getConfigurationProperties(),
                            context.getBean(KafkaAdmin.class).getConfigurationProperties())) {
                        assertThat(client)
                                .containsEntry("security.protocol", "SASL_SSL")
                                .containsEntry("ssl.truststore.location", "/etc/signalbox/kafka.p12")
                                .containsEntry("ssl.truststore.type", "PKCS12")
                                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                                .containsEntry("sasl.jaas.config", login);
                    }
                    assertThat(context.getBean(ProducerFactory.class).getConfigurationProperties())
                            .containsEntry("acks", "all")
                            .containsEntry("enable.idempotence", "true");
                });
    }
}
