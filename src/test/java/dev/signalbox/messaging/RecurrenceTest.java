package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The same thing again: what a second request under the same source and subject does. */
@SignalboxTest
class RecurrenceTest {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;
    String subject;

    @BeforeEach
    void client() {
        api = new Api(port);
        subject = "R-" + UUID.randomUUID();
    }

    private Api.Answer fires() {
        return api.event(
                "urn:monitor",
                UUID.randomUUID().toString(),
                "ticket.requested",
                subject,
                Map.of(
                        "customerId", "demo-direct-1",
                        "title", "Disk full",
                        "description", "The disk is full.",
                        "reportedCategory", "SERVICE_ERROR",
                        "productFamily", "M365",
                        "businessImpact", "MODERATE"));
    }

    private Walk fired() {
        Api.Answer answer = fires();
        return Walk.of(api, answer.body().path("results").path(0).path("ticket").asString(answer.text()));
    }

    private Walk resolved() {
        Walk walk = fired().healthy();
        assertThat(walk.event("alert.cleared", subject, Map.of())).isEqualTo("ACCEPTED");
        return walk.is("RESOLVED");
    }

    @Test
    void onAnOpenTicketItIsNotedAndTheDecisionIsOnTheTimeline() {
        Walk walk = fired();

        assertThat(fired().number()).isEqualTo(walk.number());

        assertThat(walk.is("DIAGNOSING").told()).contains("ticket.recurred");
        assertThat(walk.decisions().findValuesAsString("key")).contains("recurrence");
    }

    @Test
    void aResolvedTicketIsReopened() {
        Walk walk = resolved();

        assertThat(fired().number()).isEqualTo(walk.number());

        assertThat(walk.is("DIAGNOSING").told()).contains("ticket.recurred", "ticket.reopened");
    }

    @Test
    void whatWasResolvedLongAgoIsClosedAndANewTicketLinkedToIt() {
        Walk walk = resolved();
        jdbc.sql("update ticket set resolved_at = timestamp with time zone '2020-01-01 00:00:00+00' where number = :n")
                .param("n", Long.valueOf(walk.number()))
                .update();

        Walk next = fired();

        assertThat(next.number()).isNotEqualTo(walk.number());
        assertThat(walk.state()).isEqualTo("CLOSED");
        assertThat(jdbc.sql("select previous_number from ticket where number = :n")
                        .param("n", Long.valueOf(next.number()))
                        .query(String.class)
                        .single())
                .isEqualTo(walk.number());
    }

    @Test
    void afterTheEndItIsANewLinkedTicket() {
        Walk walk = fired();
        api.post("lead", "/api/tickets/" + walk.number() + "/withdraw", Map.of());

        Walk next = fired();

        assertThat(next.number()).isNotEqualTo(walk.number());
        assertThat(fired().number()).isEqualTo(next.number());
    }

    @Test
    void onAMergedTicketItIsNotedWhereThatWentOn() {
        Walk into = Walk.request(api, Map.of());
        Walk walk = fired();
        api.post("agent", "/api/tickets/" + walk.number() + "/merge", Map.of("into", into.number()));

        assertThat(fired().number()).isEqualTo(into.number());

        assertThat(into.told()).contains("ticket.recurred");
    }

    @Test
    void aClearedAlertThatComesFirstWaitsForItsRequest() {
        Walk any = Walk.request(api, Map.of());
        assertThat(any.event("alert.cleared", subject, Map.of())).isEqualTo("PARKED");

        assertThat(fired().state()).isEqualTo("RESOLVED");
    }
}
