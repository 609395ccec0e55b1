package dev.signalbox.messaging;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The broker inside the process; port 0 takes a free one. */
@ConfigurationProperties("signalbox.broker")
record BrokerProperties(
        @DefaultValue("true") boolean embedded,
        @DefaultValue("9092") int port,
        @DefaultValue("./data/broker") Path directory) {}
