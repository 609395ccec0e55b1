package dev.signalbox.workflow;

import dev.signalbox.entitlement.Plans;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.engine.Engine;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes a ticket's work to another stage, through its flow, and leaves nothing behind that nobody knows of. */
@Component
class Moves {

    private final Tickets tickets;
    private final Messages messages;
    private final CasesLeftOpen cases;
    private final Plans plans;
    private final Engine engine;
    private final Clock clock;

    Moves(Tickets tickets, Messages messages, CasesLeftOpen cases, Plans plans, Engine engine, Clock clock) {
        this.tickets = tickets;
        this.messages = messages;
        this.cases = cases;
        this.plans = plans;
        this.engine = engine;
        this.clock = clock;
    }

    /** Where work goes on, and what its flow should know of it. */
    record Destination(
            String stage,
            boolean triageAsked,
            boolean questionOpen,
            boolean diagnosed,
            @Nullable String caseStatus) {

        static Destination of(String stage) {
            return new Destination(stage, false, false, false, null);
        }

        boolean staysWithMicrosoft() {
            return caseStatus != null;
        }

        private Map<String, Object> variables() {
            Map<String, Object> variables = new HashMap<>();
            variables.put("stage", stage);
            variables.put("triageAsked", triageAsked);
            variables.put("questionOpen", questionOpen);
            variables.put("diagnosed", diagnosed);
            variables.put("caseFiled", staysWithMicrosoft());
            variables.put("caseStatus", caseStatus == null ? "" : caseStatus);
            variables.put("faultGone", false);
            variables.put("solved", false);
            return variables;
        }
    }

    /** Refuses before anything is changed where the ticket's flow cannot move it. */
    void needsFlow(TicketNumber number) {
        if (!engine.waitsFor(number.value(), "ticket.moved")) {
            throw new NotInThisFlow(number);
        }
    }

    /** Moves the ticket as {@code was}; what it decided for the stage it leaves is decided anew where it arrives. */
    void go(Ticket was, Destination destination) {
        TicketNumber number = was.number();
        needsFlow(number);
        if (!destination.staysWithMicrosoft()) {
            if (plans.release(number.toString(), "the ticket takes another way", clock.instant())) {
                tickets.record(number, TimelineType.ENTITLEMENT_REFUNDED, Map.of("reason", "moved"), Map.of());
            }
            leaveCase(was);
            tickets.set(number, undecided(destination));
        }
        if (was.state() == TicketState.RESOLVED) {
            Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
            facts.put(Fact.RESOLVED_AT, null);
            tickets.record(number, TimelineType.REOPENED, Map.of(), facts);
        }
        engine.deliver(number.value(), "ticket.moved", destination.variables());
    }

    private void leaveCase(Ticket was) {
        String externalId = was.externalId();
        if (externalId == null || !Reconsideration.isFiled(was)) {
            return;
        }
        cases.add(was, externalId);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("externalId", externalId);
        data.put("vehicle", was.vehicle());
        data.put("channel", was.channel());
        tickets.record(was.number(), TimelineType.CASE_LEFT_OPEN, data, Map.of());
        messages.add(
                was.number(),
                Message.Visibility.INTERNAL,
                Message.Direction.INSIDE,
                Occasion.current().actor(),
                "Case " + externalId + " stays open at Microsoft. Close it there, or have a lead move the ticket back"
                        + " to it.");
    }

    private static Map<Fact, @Nullable Object> undecided(Destination destination) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        if (destination.stage().equals("RECEIVED") || destination.stage().equals("BOUNDARY")) {
            facts.put(Fact.BOUNDARY, null);
            facts.put(Fact.BOUNDARY_REASON, null);
        }
        if (!destination.diagnosed() && destination.stage().equals("RECEIVED")) {
            facts.put(Fact.OUTAGE_ACTION, null);
        }
        facts.put(Fact.HANDLING_PARTY, null);
        facts.put(Fact.CHARGEABLE, null);
        facts.put(Fact.AUTHORITY, null);
        facts.put(Fact.AUTHORITY_MISSING, null);
        facts.put(Fact.VEHICLE, null);
        facts.put(Fact.VEHICLE_REASON, null);
        facts.put(Fact.ELIGIBLE, null);
        facts.put(Fact.INCIDENT_COST, null);
        facts.put(Fact.CHANNEL, null);
        facts.put(Fact.CHANNEL_MODE, null);
        facts.put(Fact.DEEP_LINK, null);
        return facts;
    }
}
