package dev.signalbox.bench.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the outbound topic from its beginning and keeps what it tells of each ticket. */
class TicketTopic {

    private static final String TOPIC = "signalbox.ticket-events.v1";

    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, Told> tickets = new HashMap<>();
    private final Tally types;
    private int unreadable;

    TicketTopic(Tally types) {
        this.types = types;
    }

    /** What the topic told of one ticket. */
    static class Told {
        final StateSequence states = new StateSequence();
        private final Set<String> ids = new HashSet<>();
        private long lastSequence;
        int received;
        int redelivered;

        @Nullable
        String disorder;

        private boolean isNew(String id, long sequence) {
            if (!ids.add(id)) {
                redelivered++;
                return false;
            }
            if (sequence != lastSequence + 1 && disorder == null) {
                disorder = "sequence %d follows %d".formatted(sequence, lastSequence);
            }
            lastSequence = sequence;
            return true;
        }
    }

    Told of(String ticket) {
        return tickets.computeIfAbsent(ticket, unseen -> new Told());
    }

    int unreadable() {
        return unreadable;
    }

    /**
     * Reads until enough is told, or nothing new came for a while: the outbox publishes behind the transactions.
     *
     * @param interesting the tickets whose events are counted by type
     */
    void read(String bootstrapServers, Set<String> interesting, BooleanSupplier enough, Duration quiet) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC, Product.BUDGET).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long lastNews = System.nanoTime();
            while (true) {
                var messages = consumer.poll(Duration.ofMillis(500));
                messages.forEach(message -> take(message.value(), interesting));
                if (!messages.isEmpty()) {
                    lastNews = System.nanoTime();
                    continue;
                }
                // The end as it was at the start must be reached even where enough is told: doubled events come late
                boolean atEnd =
                        partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
                boolean quietLongEnough = System.nanoTime() - lastNews > quiet.toNanos();
                if ((atEnd && enough.getAsBoolean()) || quietLongEnough) {
                    return;
                }
            }
        }
    }

    void take(@Nullable String message, Set<String> interesting) {
        JsonNode event;
        try {
            event = json.readTree(message == null ? "" : message);
        } catch (JacksonException notJson) {
            unreadable++;
            return;
        }
        var ticket = event.path("subject").asString("");
        if (!interesting.contains(ticket)) {
            return;
        }
        var type = event.path("type").asString("");
        var told = of(ticket);
        if (!told.isNew(
                event.path("id").asString(""),
                Long.parseLong(event.path("sequence").asString("0")))) {
            return;
        }
        types.count(StateSequence.shortName(type));
        if (StateSequence.isA(type, "ticket.received")) {
            told.received++;
        }
        told.states.add(type, event.path("data"));
    }

    int redelivered() {
        return tickets.values().stream().collect(Collectors.summingInt(told -> told.redelivered));
    }
}
