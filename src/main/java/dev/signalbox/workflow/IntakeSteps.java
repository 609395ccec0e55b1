package dev.signalbox.workflow;

import dev.signalbox.customer.Customers;
import dev.signalbox.customer.SupportStatement;
import dev.signalbox.decision.Decisions;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** What the flows do while a request is taken in, and whenever the customer is asked something. */
@Component
class IntakeSteps {

    private final Tickets tickets;
    private final Notices notices;
    private final Customers customers;
    private final Decisions decisions;
    private final DecisionFacts facts;
    private final DecisionOutcomes outcomes;

    IntakeSteps(
            Tickets tickets,
            Notices notices,
            Customers customers,
            Decisions decisions,
            DecisionFacts facts,
            DecisionOutcomes outcomes) {
        this.tickets = tickets;
        this.notices = notices;
        this.customers = customers;
        this.decisions = decisions;
        this.facts = facts;
        this.outcomes = outcomes;
    }

    Map<String, JavaDelegate> byName() {
        return Map.of(
                "recogniseCustomer", Step.of(this::recogniseCustomer),
                "sendSupportStatement", Step.of(this::sendSupportStatement),
                "askCustomer", Step.of(this::askCustomer),
                "remindCustomer", Step.of(this::remindCustomer),
                "noteCustomerMessage", Step.of(this::noteCustomerMessage),
                "recomputeDueTimes", Step.of(this::recomputeDueTimes));
    }

    /** The edge refused unknown customers; here the subscription that the request did not name is found. */
    private void recogniseCustomer(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        tickets.set(number, Map.of(Fact.PROCESS_INSTANCE_ID, execution.getProcessInstanceId()));
        if (ticket.subscriptionId() != null) {
            return;
        }
        var fitting = customers.subscriptions(ticket.customerId()).stream()
                .filter(one -> one.productFamily().equals(ticket.productFamily()))
                .toList();
        if (fitting.size() == 1) {
            tickets.set(number, Map.of(Fact.SUBSCRIPTION_ID, fitting.getFirst().id()));
        }
    }

    /** Who gives support, during which hours, how to reach it and at what price: the seed's point 9. */
    private void sendSupportStatement(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        SupportStatement statement = customers.supportStatement(
                ticket.customerId(),
                ticket.productFamily(),
                notices.wording(ticket).language());
        notices.tellOnce(
                number,
                "notice.received",
                number.token(),
                statement.who(),
                statement.hours(),
                statement.how(),
                statement.price());
    }

    private void askCustomer(TicketNumber number, DelegateExecution execution) {
        String question = tickets.get(number).question();
        String text = question == null || question.isBlank() ? notices.text(number, "notice.ask") : question;
        if (!notices.isOpen(number, text)) {
            notices.say(number, text);
        }
    }

    private void remindCustomer(TicketNumber number, DelegateExecution execution) {
        String question = tickets.get(number).question();
        notices.tell(number, question == null ? "notice.remind" : "notice.remind.question", question);
        tickets.record(number, TimelineType.REMINDED, Map.of(), Map.of());
    }

    /** Asks the targets anew for the ticket as it is now; the stage's own work goes on. */
    private void recomputeDueTimes(TicketNumber number, DelegateExecution execution) {
        outcomes.apply(
                "sla-targets", number, List.of(decisions.decide("sla-targets", facts.of("sla-targets", number))));
    }

    /** Marks the ticket, so that whoever works on it sees that the customer wrote. */
    private void noteCustomerMessage(TicketNumber number, DelegateExecution execution) {
        tickets.set(number, Map.of(Fact.CUSTOMER_WROTE, true));
    }
}
