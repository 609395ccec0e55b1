package dev.signalbox.mail;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mail goes out; the server is that of {@code spring.mail}.
 *
 * @param enabled whether customers are written to at all
 * @param from the address mails come from; the partner's support address where empty
 * @param replyTo where answers go; the partner's support address where empty
 * @param pages the address under which customers reach the pages, such as {@code https://support.example.com}; mails
 *     lead to their ticket's status there, and to nothing where empty
 * @param giveUpAfter how long a mail is tried again while its server cannot be reached
 */
@ConfigurationProperties("signalbox.mail")
record MailSettings(
        @DefaultValue("true") boolean enabled,
        @Nullable String from,
        @Nullable String replyTo,
        @Nullable URI pages,
        @DefaultValue("P2D") Duration giveUpAfter) {

    MailSettings {
        if (pages != null
                && (pages.getHost() == null
                        || !String.valueOf(pages.getScheme()).matches("https?"))) {
            throw new IllegalArgumentException(
                    "signalbox.mail.pages: expected an http or https address, found " + pages);
        }
    }

    /** A page's address for who is not within, empty where nobody from outside reaches the pages. */
    Optional<String> page(String path) {
        return Optional.ofNullable(pages).map(address -> address.toString().replaceAll("/+$", "") + path);
    }
}
