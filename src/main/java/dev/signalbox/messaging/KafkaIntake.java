package dev.signalbox.messaging;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

/** Takes events from Kafka; the offset is committed after the transaction, so that a crash brings the event again. */
@Component
class KafkaIntake {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);

    private final CloudEvents cloudEvents;
    private final Inbox inbox;

    KafkaIntake(CloudEvents cloudEvents, Inbox inbox) {
        this.cloudEvents = cloudEvents;
        this.inbox = inbox;
    }

    @KafkaListener(id = "inbound", topics = Topics.INBOUND, groupId = "signalbox", idIsGroup = false)
    void take(ConsumerRecord<byte[], byte[]> received) {
        Arrival arrival = arrival(received);
        InboundEvent event;
        try {
            event = cloudEvents.read(received);
        } catch (Unreadable refused) {
            LOG.warn(
                    "Record {}-{}@{} is a dead letter: {}",
                    received.topic(),
                    received.partition(),
                    received.offset(),
                    refused.getMessage());
            inbox.unreadable(arrival, String.valueOf(refused.getMessage()));
            return;
        }
        EventResult result = inbox.receive(event, arrival, Inbox.actor(event.source()));
        LOG.debug("Event {} of {} is {}", result.id(), result.source(), result.result());
    }

    private static Arrival arrival(ConsumerRecord<byte[], byte[]> received) {
        List<Outbox.Header> headers = new ArrayList<>();
        for (Header header : received.headers()) {
            headers.add(Outbox.Header.of(header.key(), header.value()));
        }
        return new Arrival(
                "KAFKA",
                received.topic(),
                received.partition(),
                received.offset(),
                received.key(),
                headers,
                received.value(),
                null,
                null);
    }

    /** Passing trouble (database gone) is tried for ever: an event is never skipped for it. */
    @Configuration(proxyBeanMethods = false)
    static class Patience {

        @Bean
        DefaultErrorHandler neverSkip() {
            ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
            backOff.setMaxInterval(10_000);
            return new DefaultErrorHandler(backOff);
        }
    }
}
