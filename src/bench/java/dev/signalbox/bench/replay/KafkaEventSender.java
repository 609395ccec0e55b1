package dev.signalbox.bench.replay;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.json.JsonMapper;

class KafkaEventSender implements EventSender {

    private static final String TOPIC = "signalbox.inbound.v1";

    private final KafkaProducer<String, String> producer;
    private final JsonMapper json = JsonMapper.shared();

    KafkaEventSender(String bootstrapServers) {
        var budget = Math.toIntExact(Product.BUDGET.toMillis());
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        budget,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        (long) budget),
                new StringSerializer(),
                new StringSerializer());
    }

    @Override
    public String send(String subject, Map<String, Object> cloudEvent) {
        var message = new ProducerRecord<>(TOPIC, subject, json.writeValueAsString(cloudEvent));
        message.headers()
                .add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(message).get();
            return "SENT";
        } catch (ExecutionException lost) {
            throw new ProductGone("Kafka did not take the event of %s: %s".formatted(subject, lost.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProductGone("Stopped while sending the event of " + subject);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
