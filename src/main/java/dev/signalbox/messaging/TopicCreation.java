package dev.signalbox.messaging;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.stereotype.Component;

/**
 * Creates the missing topics before any listener starts. A broker of one's own that does not answer yet holds nothing
 * up: the topics follow when it does.
 */
@Component
class TopicCreation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

    private final KafkaAdmin admin;
    private final TopicProperties properties;
    private final @Nullable EmbeddedBroker broker;
    private volatile @Nullable CountDownLatch stop;

    TopicCreation(KafkaAdmin admin, TopicProperties properties, ObjectProvider<EmbeddedBroker> broker) {
        this.admin = admin;
        this.properties = properties;
        this.broker = broker.getIfAvailable();
    }

    @Override
    public void start() {
        if (broker != null) {
            broker.awaitStarted();
        }
        CountDownLatch stopping = new CountDownLatch(1);
        stop = stopping;
        if (!created()) {
            Thread.ofPlatform().name("topic-creation").daemon().start(() -> keepTrying(stopping));
        }
    }

    private void keepTrying(CountDownLatch stopping) {
        try {
            while (!stopping.await(properties.retry().toMillis(), TimeUnit.MILLISECONDS)) {
                if (created()) {
                    LOG.info("The broker answers now, the topics are there");
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean created() {
        try {
            return admin.initialize();
        } catch (RuntimeException notYet) {
            LOG.warn("Topics not created, trying again in {}: {}", properties.retry(), notYet.toString());
            return false;
        }
    }

    @Override
    public void stop() {
        CountDownLatch stopping = stop;
        if (stopping != null) {
            stopping.countDown();
        }
        stop = null;
    }

    @Override
    public boolean isRunning() {
        return stop != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Configuration(proxyBeanMethods = false)
    static class Layout {

        /** A dead letter keeps its partition number, so both topics have the same count. */
        @Bean
        NewTopics topics(TopicProperties properties) {
            return new NewTopics(
                    topic(Topics.INBOUND, properties),
                    topic(Topics.INBOUND_DEAD, properties),
                    topic(Topics.TICKET_EVENTS, properties),
                    topic(Topics.PARTNER_EVENTS, properties));
        }

        private static NewTopic topic(String name, TopicProperties properties) {
            // Replication is the broker's own default (-1)
            return TopicBuilder.name(name).partitions(properties.partitions()).build();
        }
    }
}
