package dev.signalbox.mail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail goes out; the server is that of {@code spring.mail}.
 *
 * @param enabled whether customers are written to at all
 * @param from the address mails come from; the partner's support address where empty
 * @param replyTo where answers go; the partner's support address where empty
 * @param giveUpAfter how long a mail is tried again while its server cannot be reached
 */
@ConfigurationProperties("signalbox.mail")
record MailSettings(
        @DefaultValue("true") boolean enabled,
        @Nullable String from,
        @Nullable String replyTo,
        @DefaultValue("P2D") Duration giveUpAfter) {}
