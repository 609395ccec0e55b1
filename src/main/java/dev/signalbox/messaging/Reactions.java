package dev.signalbox.messaging;

import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.workflow.CaseNews;
import dev.signalbox.workflow.Reaction;
import dev.signalbox.workflow.TicketRequest;
import dev.signalbox.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What each inbound type means for the flows. */
@Component
class Reactions {

    /** What only makes sense at certain steps of a flow, and waits for them. */
    private static final Set<String> MAY_COME_TOO_EARLY = Set.of(
            "dev.signalbox.ticket.resolution-confirmed.v1",
            "dev.signalbox.alert.cleared.v1",
            "dev.signalbox.microsoft.case-updated.v1",
            "dev.signalbox.third-party.case-updated.v1");

    private static final int LONGEST_ACTOR = 100;

    private final Workflow workflow;
    private final CaseNews caseNews;
    private final Tickets tickets;
    private final Clock clock;

    Reactions(Workflow workflow, CaseNews caseNews, Tickets tickets, Clock clock) {
        this.workflow = workflow;
        this.caseNews = caseNews;
        this.tickets = tickets;
        this.clock = clock;
    }

    static boolean mayComeTooEarly(String type) {
        return MAY_COME_TOO_EARLY.contains(type);
    }

    /** Nobody signed in when it happened, so the event's source acts, in a readable length. */
    Reaction to(InboundEvent event) {
        String actor =
                event.source().length() > LONGEST_ACTOR ? event.source().substring(0, LONGEST_ACTOR) : event.source();
        return new Occasion(actor, event.source(), event.id(), event.time() == null ? clock.instant() : event.time())
                .during(() -> meaning(event));
    }

    private Reaction meaning(InboundEvent event) {
        JsonNode data = event.data();
        return switch (event.type()) {
            case "dev.signalbox.ticket.requested.v1" -> workflow.requested(request(event));
            case "dev.signalbox.ticket.customer-replied.v1" ->
                forTicket(event, ticket -> workflow.customerReplied(ticket, needed(data, "body"), text(data, "from")));
            case "dev.signalbox.ticket.resolution-confirmed.v1" ->
                forTicket(
                        event,
                        ticket -> workflow.resolutionConfirmed(
                                ticket, data.path("solved").booleanValue(), text(data, "comment")));
            case "dev.signalbox.ticket.withdrawn.v1" ->
                forTicket(event, ticket -> workflow.withdrawn(ticket, text(data, "reason")));
            case "dev.signalbox.alert.cleared.v1" ->
                forTicket(event, ticket -> workflow.alertCleared(ticket, text(data, "note")));
            case "dev.signalbox.microsoft.case-updated.v1" ->
                forTicket(
                        event,
                        ticket -> workflow.microsoftUpdated(
                                ticket,
                                needed(data, "externalId"),
                                needed(data, "status"),
                                text(data, "note"),
                                text(data, "engineer")));
            case "dev.signalbox.microsoft.filing-finished.v1" ->
                forTicket(event, ticket -> filingFinished(ticket, data));
            case "dev.signalbox.third-party.case-updated.v1" ->
                forTicket(
                        event,
                        ticket -> workflow.thirdPartyUpdated(
                                ticket, needed(data, "reference"), needed(data, "status"), text(data, "note")));
            case "dev.signalbox.service-health.issue-updated.v1" ->
                workflow.healthIssueUpdated(data.path("issue"), texts(data, "tenantIds"));
            case "dev.signalbox.delegation.changed.v1" ->
                workflow.delegationChanged(
                        needed(data, "tenantId"),
                        needed(data, "status"),
                        instant(data, "endDateTime"),
                        data.path("roles").isArray() ? texts(data, "roles") : null);
            default -> throw new Refused("type", "a known inbound type", event.type());
        };
    }

    private Reaction filingFinished(TicketNumber ticket, JsonNode data) {
        String name = needed(data, "name");
        int status = data.path("status").asInt(0);
        String code = data.path("code").asString("");
        String words = data.path("words").asString("");
        return switch (needed(data, "outcome")) {
            case "FILED" ->
                caseNews.filed(
                        ticket,
                        name,
                        needed(data, "externalId"),
                        instant(data, "responseDueAt"),
                        data.path("responseMinutes").isInt()
                                ? Integer.valueOf(data.path("responseMinutes").intValue())
                                : null);
            case "ANSWER_REFUSED" -> caseNews.answerRefused(ticket, status, code, words);
            default -> caseNews.refused(ticket, name, status, code, words);
        };
    }

    private Reaction forTicket(InboundEvent event, Function<TicketNumber, Reaction> reaction) {
        String subject = event.subject();
        if (subject == null) {
            throw new Refused("subject", "a ticket number or the reference it was requested under", "nothing");
        }
        return tickets.named(event.source(), subject)
                .map(reaction)
                .orElseGet(() -> new Reaction(
                        Reaction.Kind.NOT_YET, null, "No ticket was requested under \"" + subject + "\" yet"));
    }

    /** The ticket that the event is about, where it is known already. */
    Optional<TicketNumber> ticketOf(InboundEvent event) {
        return event.subject() == null ? Optional.empty() : tickets.named(event.source(), event.subject());
    }

    private static TicketRequest request(InboundEvent event) {
        JsonNode data = event.data();
        String reference = event.subject() == null ? text(data, "externalReference") : event.subject();
        return TicketRequests.read(data, event.source(), reference);
    }

    static @Nullable String text(JsonNode data, String field) {
        JsonNode found = data.path(field);
        return found.isString() ? found.stringValue() : null;
    }

    static String needed(JsonNode data, String field) {
        String found = text(data, field);
        if (found == null) {
            throw new Refused(field, "a text", "nothing");
        }
        return found;
    }

    private static List<String> texts(JsonNode data, String field) {
        List<String> found = new ArrayList<>();
        data.path(field).forEach(item -> found.add(item.stringValue()));
        return found;
    }

    private static @Nullable Instant instant(JsonNode data, String field) {
        String found = text(data, field);
        if (found == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(found).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new Refused(field, "an RFC 3339 time", found);
        }
    }
}
