package dev.signalbox.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are told.
 *
 * @param allowPrivate whether plain HTTP, and private and loopback addresses, may be told: for tests and the demo
 * @param answerWithin how long an endpoint may take for its whole answer; at most 30 seconds
 * @param giveUpAfter how long after the first attempt an event is tried again
 * @param keepPayloads how long after its end an event's payload and the endpoint's answers are kept
 * @param keepLog how long it is kept what became of an event
 * @param parallel how many events one webhook is told at the same time
 */
@ConfigurationProperties("signalbox.webhook")
record WebhookSettings(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("PT15S") Duration answerWithin,
        @DefaultValue("PT24H") Duration giveUpAfter,
        @DefaultValue("P7D") Duration keepPayloads,
        @DefaultValue("P90D") Duration keepLog,
        @DefaultValue("4") int parallel) {

    WebhookSettings {
        if (answerWithin.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException(
                    "signalbox.webhook.answer-within: expected at most 30 seconds, found " + answerWithin);
        }
    }
}
