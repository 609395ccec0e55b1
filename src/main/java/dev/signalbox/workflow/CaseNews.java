package dev.signalbox.workflow;

import dev.signalbox.decision.Decisions;
import dev.signalbox.microsoft.MicrosoftCase;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.workflow.engine.Engine;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What became of work that was ordered at Microsoft, and what people say of a case themselves. */
@Component
@Transactional
public class CaseNews {

    private static final String FINISHED = "microsoft.filing-finished";

    private final Tickets tickets;
    private final Messages messages;
    private final MicrosoftCases cases;
    private final Decisions decisions;
    private final Workflow workflow;
    private final Engine engine;

    CaseNews(
            Tickets tickets,
            Messages messages,
            MicrosoftCases cases,
            Decisions decisions,
            Workflow workflow,
            Engine engine) {
        this.tickets = tickets;
        this.messages = messages;
        this.cases = cases;
        this.decisions = decisions;
        this.workflow = workflow;
        this.engine = engine;
    }

    /** The case stands, with its number and perhaps Microsoft's own deadline. */
    public Reaction filed(
            TicketNumber number,
            String name,
            String externalId,
            @Nullable Instant responseDueAt,
            @Nullable Integer responseMinutes) {
        Ticket ticket = locked(number);
        if (!isOf(number, name) || !engine.waitsFor(number.value(), FINISHED)) {
            note(
                    number,
                    "Microsoft",
                    "The case " + externalId + " stands under the name " + name
                            + ", and the ticket no longer waits for it.");
            return Reaction.ignored(number, "The ticket is " + ticket.state() + " and waits for no filing");
        }
        tickets.set(number, Map.of(Fact.EXTERNAL_ID, externalId));
        cases.responseDue(number.value(), responseDueAt, responseMinutes);
        engine.deliver(number.value(), FINISHED, Map.of("filingOutcome", "FILED"));
        return Reaction.applied(number);
    }

    /** Microsoft did not take the case: a table decides whether a person looks at it, or the guided way is the way. */
    public Reaction refused(TicketNumber number, String name, int status, String code, String words) {
        Ticket ticket = locked(number);
        note(number, "Microsoft", words);
        if (!isOf(number, name) || !engine.waitsFor(number.value(), FINISHED)) {
            return Reaction.ignored(number, "The ticket is " + ticket.state() + " and waits for no filing");
        }
        Map<String, @Nullable Object> asked = new HashMap<>();
        asked.put("status", (long) status);
        asked.put("code", code);
        asked.put("words", words);
        String outcome =
                String.valueOf(decisions.decide("filing-refusal", asked).get("filingOutcome"));
        tickets.record(
                number,
                TimelineType.FILING_REFUSED,
                Map.of("status", status, "code", code, "outcome", outcome),
                Map.of());
        engine.deliver(number.value(), FINISHED, Map.of("filingOutcome", outcome));
        return Reaction.applied(number);
    }

    /** An answer of ours could not be sent; the agent sees it, and may put it into the portal. */
    public Reaction answerRefused(TicketNumber number, int status, String code, String words) {
        locked(number);
        note(number, "Microsoft did not take our answer", words);
        tickets.record(
                number,
                TimelineType.FILING_REFUSED,
                Map.of("status", status, "code", code, "outcome", "ANSWER_NOT_SENT"),
                Map.of());
        return Reaction.applied(number);
    }

    /** A person says how the case stands, because no API tells it or it tells less. */
    public void told(TicketNumber number, String status, @Nullable String note, boolean confirmedBug) {
        Ticket ticket = locked(number);
        String externalId = ticket.externalId();
        if (externalId == null || !engine.waitsFor(number.value(), "microsoft.case-updated")) {
            throw new WrongState(
                    number,
                    ticket.state(),
                    Set.of(
                            TicketState.AWAITING_MICROSOFT,
                            TicketState.MICROSOFT_NEEDS_INFO,
                            TicketState.SOLUTION_PROPOSED));
        }
        if (confirmedBug) {
            cases.confirmBug(number.value());
        }
        cases.of(number.value())
                .ifPresent(found -> cases.personSays(
                        number.value(), status, Occasion.current().actor()));
        workflow.microsoftUpdated(
                number, externalId, status, note, Occasion.current().actor());
    }

    private boolean isOf(TicketNumber number, String name) {
        return cases.of(number.value())
                .map(MicrosoftCase::name)
                .filter(name::equals)
                .isPresent();
    }

    private void note(TicketNumber number, String what, String text) {
        messages.add(number, Message.Visibility.INTERNAL, Message.Direction.INSIDE, "Microsoft", what + ": " + text);
    }

    private Ticket locked(TicketNumber number) {
        return tickets.lock(number)
                .orElseThrow(() -> new Refused(List.of(Problem.of("ticket", "a known ticket number", number))));
    }
}
