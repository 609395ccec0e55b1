package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path directory;

    @Test
    void recordsUpToTenMebibytesSurviveARestart() throws Exception {
        BrokerProperties properties = new BrokerProperties(true, Ports.free(), directory);
        byte[] large = new byte[10 * 1024 * 1024 - 1024];

        EmbeddedBroker first = started(properties);
        try {
            createTopic(first);
            send(first, "small".getBytes());
            send(first, large);
        } finally {
            first.destroy();
        }
        EmbeddedBroker second = started(properties);
        try {
            assertThat(values(second, 2)).containsExactly("small".getBytes(), large);
        } finally {
            second.destroy();
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            EmbeddedBroker broker = new EmbeddedBroker(new BrokerProperties(true, taken.getLocalPort(), directory));

            assertThatThrownBy(broker::awaitStarted)
                    .isInstanceOf(BrokerFailed.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());

            broker.destroy();
        }
    }

    private static EmbeddedBroker started(BrokerProperties properties) {
        EmbeddedBroker broker = new EmbeddedBroker(properties);
        broker.awaitStarted();
        return broker;
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(Set.of(new NewTopic("kept", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedBroker broker, byte[] value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.address(), "max.request.size", 10 * 1024 * 1024, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<byte[], byte[]>("kept", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<byte[]> values(EmbeddedBroker broker, int expected) {
        List<byte[]> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(Set.of(new TopicPartition("kept", 0)));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < expected && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(received -> values.add(received.value()));
            }
        }
        return values;
    }
}
