package dev.signalbox.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long an event that came too early is kept waiting. */
@ConfigurationProperties("signalbox.messaging")
record InboxProperties(@DefaultValue("P7D") Duration parkTtl) {}
