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
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ContainerPausingBackOffHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerContainerPauseService;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

/** Takes events from Kafka; the offset is committed after the transaction, so that a crash brings the event again. */
@Component
class KafkaIntake {

    static final String INBOUND = "inbound";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);

    private final CloudEvents cloudEvents;
    private final Inbox inbox;

    KafkaIntake(CloudEvents cloudEvents, Inbox inbox) {
        this.cloudEvents = cloudEvents;
        this.inbox = inbox;
    }

    @KafkaListener(id = INBOUND, topics = Topics.INBOUND, groupId = "signalbox", idIsGroup = false, batch = "true")
    void take(List<ConsumerRecord<byte[], byte[]>> polled) {
        try {
            inbox.receive(polled.stream().map(this::incoming).toList());
        } catch (Inbox.Interrupted interrupted) {
            ConsumerRecord<byte[], byte[]> undecided = polled.get(interrupted.decided());
            LOG.warn(
                    "step=waits record={}-{}@{} because={}: consumption pauses and goes on from here",
                    undecided.topic(),
                    undecided.partition(),
                    undecided.offset(),
                    Journey.quoted(interrupted.trouble().getClass().getSimpleName()));
            throw new BatchListenerFailedException("Not decided yet", interrupted.trouble(), undecided);
        }
    }

    private Incoming incoming(ConsumerRecord<byte[], byte[]> received) {
        Arrival arrival = arrival(received);
        try {
            return Incoming.appended(cloudEvents.read(arrival), arrival, received.timestamp());
        } catch (Unreadable refused) {
            return Incoming.unreadable(String.valueOf(refused.getMessage()), arrival);
        }
    }

    private static Arrival arrival(ConsumerRecord<byte[], byte[]> received) {
        List<Outbox.Header> headers = new ArrayList<>();
        for (Header header : received.headers()) {
            headers.add(Outbox.Header.of(header.key(), header.value()));
        }
        return new Arrival(
                Arrival.KAFKA,
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
        ListenerContainerPauseService pauses(KafkaListenerEndpointRegistry listeners, TaskScheduler scheduler) {
            return new ListenerContainerPauseService(listeners, scheduler);
        }

        /** The container pauses meanwhile, so that the group does not take the node for dead. */
        @Bean
        DefaultErrorHandler neverSkip(ListenerContainerPauseService pauses) {
            ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
            backOff.setMaxInterval(10_000);
            return new DefaultErrorHandler(null, backOff, new ContainerPausingBackOffHandler(pauses));
        }
    }
}
