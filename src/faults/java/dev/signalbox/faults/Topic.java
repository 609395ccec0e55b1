package dev.signalbox.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on a topic, and how far the product has read it. */
final class Topic {

    private static final long WITHIN_SECONDS = 20;

    private Topic() {}

    /** From its beginning to its present end. */
    static List<ConsumerRecord<byte[], byte[]>> content(String broker, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker,
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed",
                "max.partition.fetch.bytes",
                10_485_760);
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

    /** Lets the group read everything again; it must have no member. Gives the number of records. */
    static long toBeginning(String broker, String group, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
            long records = 0;
            for (var one : admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS)
                    .entrySet()) {
                if (one.getKey().topic().equals(topic)) {
                    records += one.getValue().offset();
                    beginning.put(one.getKey(), new OffsetAndMetadata(0));
                }
            }
            admin.alterConsumerGroupOffsets(group, beginning).all().get(WITHIN_SECONDS, TimeUnit.SECONDS);
            return records;
        } catch (Exception failed) {
            throw new IllegalStateException("Offsets of " + group + " not set back", failed);
        }
    }

    /** How many records the group still has before it. */
    static long lag(String broker, String group, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS);
            var partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS)
                    .get(topic)
                    .partitions();
            long lag = 0;
            for (var partition : partitions) {
                TopicPartition one = new TopicPartition(topic, partition.partition());
                long end = admin.listOffsets(Map.of(one, OffsetSpec.latest()))
                        .partitionResult(one)
                        .get(WITHIN_SECONDS, TimeUnit.SECONDS)
                        .offset();
                var done = committed.get(one);
                lag += end - (done == null ? 0 : done.offset());
            }
            return lag;
        } catch (Exception failed) {
            throw new IllegalStateException("Lag of " + group + " not known", failed);
        }
    }
}
