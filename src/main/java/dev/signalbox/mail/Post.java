package dev.signalbox.mail;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** How mail stands here. It tells, and never fails the whole product: tickets go on without mail. */
@Component
public class Post implements HealthIndicator {

    private final Mails mails;
    private final Routes routes;
    private final MailReader reader;

    Post(Mails mails, Routes routes, MailReader reader) {
        this.mails = mails;
        this.routes = routes;
        this.reader = reader;
    }

    public MailState state() {
        return new MailState(routes.route(), routes.reason(), mails.counts(), reader.state());
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up().withDetail("route", routes.route());
        String reason = routes.reason();
        return (reason == null ? health : health.withDetail("reason", reason)).build();
    }
}
