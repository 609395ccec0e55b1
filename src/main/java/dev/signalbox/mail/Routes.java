package dev.signalbox.mail;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Which way mails go here, and why they may go none. */
@Component
class Routes {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final @Nullable JavaMailSenderImpl server;
    private final Route route;
    private final @Nullable String reason;

    Routes(
            ObjectProvider<JavaMailSenderImpl> servers,
            MailSettings settings,
            @Value("${signalbox.demo:true}") boolean demo) {
        JavaMailSenderImpl configured = servers.getIfAvailable();
        boolean named = configured != null
                && configured.getHost() != null
                && !configured.getHost().isBlank();
        this.server = named ? configured : null;
        if (!settings.enabled()) {
            this.route = Route.NONE;
            this.reason = "mail is switched off (signalbox.mail.enabled)";
        } else if (named) {
            this.route = Route.SMTP;
            this.reason = null;
        } else if (demo) {
            this.route = Route.DEMO_MAILBOX;
            this.reason = null;
        } else {
            this.route = Route.NONE;
            this.reason = "no mail server is configured (spring.mail.host)";
        }
        if (reason != null) {
            LOG.warn("Customers are not written to by mail: {}", reason);
        }
    }

    Route route() {
        return route;
    }

    /** Why nothing is sent; null where mails go out. */
    @Nullable
    String reason() {
        return reason;
    }

    JavaMailSenderImpl server() {
        if (server == null) {
            throw new IllegalStateException("Expected a mail server, found none configured");
        }
        return server;
    }
}
