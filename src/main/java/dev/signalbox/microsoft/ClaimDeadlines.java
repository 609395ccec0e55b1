package dev.signalbox.microsoft;

import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Until when claims for a service credit can be filed: the end of the calendar month after the incident's. Source:
 * Partner Center, request a credit (2021).
 */
@Component
public class ClaimDeadlines {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimDeadlines.class);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Tickets tickets;
    private final Duration tellBefore;
    private final TransactionTemplate transaction;

    ClaimDeadlines(
            JdbcClient jdbc,
            Clock clock,
            Tickets tickets,
            @Value("${signalbox.microsoft.claim-reminder:P7D}") Duration tellBefore,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.tickets = tickets;
        this.tellBefore = tellBefore;
        this.transaction = new TransactionTemplate(transactions);
    }

    static Instant of(Instant incident) {
        return YearMonth.from(incident.atOffset(ZoneOffset.UTC))
                .plusMonths(2)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    /** The incident of a claim began then; the ticket's timeline says until when it can be claimed. */
    public void incidentBegan(long ticket, Instant incident) {
        Instant due = of(incident);
        int changed = jdbc.sql("""
                        update claim_deadline set incident_at = :incident, due_at = :due, told_at = null
                        where ticket = :ticket""")
                .param("incident", incident.atOffset(ZoneOffset.UTC))
                .param("due", due.atOffset(ZoneOffset.UTC))
                .param("ticket", ticket)
                .update();
        if (changed == 0) {
            jdbc.sql("insert into claim_deadline (ticket, incident_at, due_at) values (:ticket, :incident, :due)")
                    .param("ticket", ticket)
                    .param("incident", incident.atOffset(ZoneOffset.UTC))
                    .param("due", due.atOffset(ZoneOffset.UTC))
                    .update();
        }
        tickets.record(
                new TicketNumber(ticket),
                TimelineType.DUE_TIME_SET,
                Map.of("kind", "SLA_CREDIT_CLAIM", "dueAt", due.toString()),
                Map.of());
    }

    /** Until when it can be claimed, where the incident is known. */
    public Optional<Instant> dueAt(long ticket) {
        return jdbc.sql("select due_at from claim_deadline where ticket = :ticket")
                .param("ticket", ticket)
                .query((row, i) -> row.getObject("due_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    /** The end has come: tells the ticket once more where the claim is not filed. */
    public void ended(long ticket) {
        Optional<Instant> due = jdbc.sql(
                        "select due_at from claim_deadline where ticket = :ticket and ended_at is null")
                .param("ticket", ticket)
                .query((row, i) -> row.getObject("due_at", OffsetDateTime.class).toInstant())
                .optional();
        due.ifPresent(end -> tickets.record(
                new TicketNumber(ticket),
                TimelineType.CLAIM_DEADLINE_NEAR,
                Map.of("dueAt", end.toString(), "missed", true),
                Map.of()));
    }

    /** The claim is filed, or nobody wants it any more. */
    public void over(long ticket) {
        jdbc.sql("update claim_deadline set ended_at = :now where ticket = :ticket and ended_at is null")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ticket", ticket)
                .update();
    }

    @Scheduled(fixedDelayString = "${signalbox.microsoft.claims-every:PT1M}")
    void run() {
        try {
            remind();
        } catch (RuntimeException passing) {
            LOG.warn("Claims are looked at again: {}", passing.toString());
        }
    }

    /** Tells each claim's ticket once that its end is near; the row is the lock, so that one node does it. */
    void remind() {
        Instant now = clock.instant();
        List<Long> near = jdbc.sql("""
                        select ticket from claim_deadline where told_at is null and ended_at is null
                          and due_at <= :soon order by due_at fetch first 100 rows only""")
                .param("soon", now.plus(tellBefore).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .list();
        near.forEach(ticket -> transaction.executeWithoutResult(status -> tell(ticket, now)));
    }

    private void tell(long ticket, Instant now) {
        int mine = jdbc.sql("update claim_deadline set told_at = :now where ticket = :ticket and told_at is null")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("ticket", ticket)
                .update();
        if (mine == 1) {
            Instant due = jdbc.sql("select due_at from claim_deadline where ticket = :ticket")
                    .param("ticket", ticket)
                    .query((row, i) ->
                            row.getObject("due_at", OffsetDateTime.class).toInstant())
                    .single();
            tickets.record(
                    new TicketNumber(ticket),
                    TimelineType.CLAIM_DEADLINE_NEAR,
                    Map.of("dueAt", due.toString(), "missed", !due.isAfter(now)),
                    Map.of());
        }
    }
}
