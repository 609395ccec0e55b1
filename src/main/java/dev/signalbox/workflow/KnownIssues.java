package dev.signalbox.workflow;

import dev.signalbox.decision.Decisions;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether a published issue explains a ticket: the facts compared, and what the table {@code known-issue} says. */
@Component
class KnownIssues {

    private static final String DECISION = "known-issue";

    private final ServiceHealth health;
    private final Decisions decisions;
    private final JdbcClient jdbc;
    private final Clock clock;

    KnownIssues(ServiceHealth health, Decisions decisions, JdbcClient jdbc, Clock clock) {
        this.health = health;
        this.decisions = decisions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An issue that explains the ticket, or that a person should compare with it. */
    record Match(HealthIssue issue, boolean certain) {}

    /** The first of the issues that explains the ticket, else the first that might. */
    Optional<Match> among(List<HealthIssue> issues, Ticket ticket, boolean underWay) {
        Match likely = null;
        for (HealthIssue issue : issues) {
            Optional<Match> match = weigh(issue, ticket, underWay);
            if (match.isPresent() && match.get().certain()) {
                return match;
            }
            likely = likely == null ? match.orElse(null) : likely;
        }
        return Optional.ofNullable(likely);
    }

    /** What the table says; an answer that ties nothing to a ticket under way leaves no trace. */
    Optional<Match> weigh(HealthIssue issue, Ticket ticket, boolean underWay) {
        Map<String, @Nullable Object> facts = facts(issue, ticket, underWay);
        String answer = underWay ? said(decisions.peek(DECISION, facts)) : "";
        if (answer.equals("NO")) {
            return Optional.empty();
        }
        answer = said(decisions.collectFor(ticket.number(), DECISION, facts));
        return switch (answer) {
            case "LINK" -> Optional.of(new Match(issue, true));
            case "ASK" -> Optional.of(new Match(issue, false));
            default -> Optional.empty();
        };
    }

    private static String said(List<Map<String, @Nullable Object>> answers) {
        Object answer = answers.isEmpty() ? null : answers.getFirst().get("knownIssue");
        return answer == null ? "NO" : answer.toString();
    }

    private Map<String, @Nullable Object> facts(HealthIssue issue, Ticket ticket, boolean underWay) {
        String family = ticket.productFamily() == null ? "" : ticket.productFamily();
        Map<String, Set<String>> names = health.namesOf(family);
        Likeness likeness = new Likeness(ticket.title(), ticket.description());
        Collection<String> ownNames =
                names.getOrDefault(issue.service().strip().toLowerCase(Locale.ROOT), Set.of(issue.service()));
        Instant began = issue.startedAt();
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("takenOff", isTakenOff(ticket.number(), issue.id()));
        facts.put("issueClass", ticket.issueClass());
        facts.put("classification", issue.classification());
        facts.put("service", likeness.named(issue.service(), names));
        facts.put("commonWords", likeness.common(health.wordsOf(issue.id()), ownNames));
        facts.put(
                "hoursBefore",
                began == null
                        ? 0
                        : Math.toIntExact(Math.max(
                                0, Duration.between(ticket.createdAt(), began).toHours())));
        facts.put("underWay", underWay);
        return facts;
    }

    boolean isTakenOff(TicketNumber number, String issueId) {
        return jdbc.sql("select count(*) from outage_taken_off where ticket = :ticket and issue_id = :issue")
                        .param("ticket", number.value())
                        .param("issue", issueId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void takeOff(TicketNumber number, String issueId) {
        if (isTakenOff(number, issueId)) {
            return;
        }
        String actor = Occasion.current().actor();
        jdbc.sql("insert into outage_taken_off (ticket, issue_id, at, actor) values (:ticket, :issue, :at, :actor)")
                .param("ticket", number.value())
                .param("issue", issueId)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("actor", actor.length() > 100 ? actor.substring(0, 100) : actor)
                .update();
    }
}
