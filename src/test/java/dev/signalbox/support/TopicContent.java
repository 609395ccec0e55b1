package dev.signalbox.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic from its beginning to its present end. */
public final class TopicContent {

    private TopicContent() {}

    public static List<ConsumerRecord<byte[], byte[]>> of(String broker, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed",
                "max.partition.fetch.bytes",
                10 * 1024 * 1024);
        List<ConsumerRecord<byte[], byte[]>> content = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(content::add);
            }
        }
        return content;
    }
}
