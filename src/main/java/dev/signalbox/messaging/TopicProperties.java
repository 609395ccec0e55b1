package dev.signalbox.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How the topics are laid out where they do not exist yet, and how often to try while no broker answers. */
@ConfigurationProperties("signalbox.topics")
record TopicProperties(
        @DefaultValue("4") int partitions,
        @DefaultValue("PT10S") Duration retry) {}
