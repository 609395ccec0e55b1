package dev.signalbox.workflow;

import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Subscription;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.models.ModelTexts;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes what a decision answered to the ticket, with the timeline entry that tells it. */
@Component
class DecisionOutcomes {

    private final Tickets tickets;
    private final Deadlines deadlines;
    private final Customers customers;
    private final MicrosoftCases cases;
    private final Notices notices;
    private final ModelTexts texts;

    DecisionOutcomes(
            Tickets tickets,
            Deadlines deadlines,
            Customers customers,
            MicrosoftCases cases,
            Notices notices,
            ModelTexts texts) {
        this.tickets = tickets;
        this.deadlines = deadlines;
        this.customers = customers;
        this.cases = cases;
        this.notices = notices;
        this.texts = texts;
    }

    /** Returns the variables that gateways need beside the output parameters of the model. */
    Map<String, Object> apply(
            String decision, TicketNumber number, List<? extends Map<String, ? extends @Nullable Object>> answers) {
        Map<String, ? extends @Nullable Object> answer = answers.isEmpty() ? Map.of() : answers.getFirst();
        switch (decision) {
            case "issue-class" -> classified(number, answer);
            case "severity" -> {
                tickets.record(
                        number,
                        TimelineType.SEVERITY_ASSESSED,
                        some("severity", answer.get("severity"), "reason", answer.get("reason")),
                        facts(Fact.SEVERITY, answer.get("severity"), Fact.SEVERITY_REASON, answer.get("reason")));
                deadlines.set(number);
            }
            case "request-completeness" -> {
                if (!answers.isEmpty()) {
                    tickets.set(number, facts(Fact.QUESTION, question(number, answer)));
                }
                return Map.of("requestComplete", answers.isEmpty());
            }
            case "outage-gate" -> tickets.set(number, facts(Fact.OUTAGE_ACTION, answer.get("outageAction")));
            case "support-boundary" ->
                tickets.record(
                        number,
                        TimelineType.BOUNDARY_DECIDED,
                        some("boundary", answer.get("boundary"), "reason", answer.get("reason")),
                        facts(Fact.BOUNDARY, answer.get("boundary"), Fact.BOUNDARY_REASON, answer.get("reason")));
            case "handling-party" ->
                tickets.set(
                        number,
                        facts(
                                Fact.HANDLING_PARTY,
                                answer.get("handlingParty"),
                                Fact.CHARGEABLE,
                                answer.get("chargeable")));
            case "filing-authority" ->
                tickets.record(
                        number,
                        TimelineType.AUTHORITY_DECIDED,
                        some("authority", answer.get("authority"), "missing", answer.get("missing")),
                        facts(Fact.AUTHORITY, answer.get("authority"), Fact.AUTHORITY_MISSING, answer.get("missing")));
            case "choose-vehicle" -> {
                Ticket ticket = tickets.get(number);
                Map<String, @Nullable Object> data = some(
                        "vehicle", answer.get("vehicle"),
                        "incidentCost", answer.get("incidentCost"),
                        "needsApproval", answer.get("needsApproval"),
                        "refundableIf", answer.get("refundableIf"),
                        "eligible", ticket.eligible());
                if ("NO_ENTITLEMENT".equals(answer.get("vehicle"))) {
                    data.put("wouldHelp", ticket.vehicleReason());
                }
                tickets.record(
                        number,
                        TimelineType.VEHICLE_CHOSEN,
                        data,
                        facts(Fact.VEHICLE, answer.get("vehicle"), Fact.INCIDENT_COST, answer.get("incidentCost")));
            }
            case "filing-channel" -> {
                tickets.set(
                        number,
                        facts(
                                Fact.CHANNEL,
                                answer.get("channel"),
                                Fact.CHANNEL_MODE,
                                answer.get("mode"),
                                Fact.DEEP_LINK,
                                answer.get("deepLink")));
                channelChosen(tickets.get(number), answer);
            }
            case "sla-targets" -> {
                tickets.set(
                        number,
                        facts(
                                Fact.RESPONSE_MINUTES, answer.get("customerResponseMinutes"),
                                Fact.UPDATE_MINUTES, answer.get("customerUpdateMinutes"),
                                Fact.RESOLUTION_MINUTES, answer.get("customerResolutionMinutes"),
                                Fact.MICROSOFT_MINUTES, answer.get("microsoftResponseMinutes"),
                                Fact.CHASE_MINUTES, answer.get("chaseAfterMinutes"),
                                Fact.MICROSOFT_CLOCK, answer.get("microsoftClock")));
                deadlines.set(number);
                Object chase = answer.get("chaseAfterMinutes");
                return chase instanceof Number minutes && minutes.longValue() > 0
                        ? Map.of("chaseAfter", "PT" + minutes.longValue() + "M")
                        : Map.of();
            }
            case "claim-eligibility" ->
                tickets.record(
                        number,
                        TimelineType.CLAIM_WEIGHED,
                        some("claim", answer.get("claim"), "reason", answer.get("claimReason")),
                        Map.of());
            case "package-completeness" -> {
                if (!answers.isEmpty()) {
                    tickets.record(
                            number,
                            TimelineType.PACKAGE_INCOMPLETE,
                            Map.of(
                                    "missing",
                                    answers.stream()
                                            .map(missing -> String.valueOf(missing.get("field")))
                                            .distinct()
                                            .toList()),
                            Map.of());
                }
                // the severity may have changed while the stage was under way, and the next gateway asks it
                return Map.of(
                        "packageComplete",
                        answers.isEmpty(),
                        "severity",
                        String.valueOf(tickets.get(number).severity()));
            }
            default -> {
                // a table of the flow's author: the model takes its answer by output parameters
            }
        }
        return Map.of();
    }

    private void channelChosen(Ticket ticket, Map<String, ? extends @Nullable Object> answer) {
        String subscription = ticket.subscriptionId();
        cases.channelChosen(
                ticket.number().value(),
                String.valueOf(answer.get("channel")),
                String.valueOf(answer.get("mode")),
                String.valueOf(answer.get("statusSync")),
                ticket.partnerId(),
                customers.get(ticket.customerId()).tenantId(),
                subscription == null
                        ? null
                        : customers
                                .subscription(subscription)
                                .map(Subscription::azureSubscriptionId)
                                .orElse(null));
    }

    /** What the table asks, in the language of the person who is asked. */
    private @Nullable String question(TicketNumber number, Map<String, ? extends @Nullable Object> answer) {
        Object question = answer.get("question");
        return question == null
                ? null
                : texts.in(notices.wording(tickets.get(number)).locale(), question.toString());
    }

    private void classified(TicketNumber number, Map<String, ? extends @Nullable Object> answer) {
        tickets.record(
                number,
                TimelineType.CLASSIFIED,
                some("issueClass", answer.get("issueClass"), "breakFix", answer.get("breakFix")),
                facts(Fact.ISSUE_CLASS, answer.get("issueClass"), Fact.BREAK_FIX, answer.get("breakFix")));
    }

    private static Map<Fact, @Nullable Object> facts(@Nullable Object... pairs) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        for (int i = 0; i < pairs.length; i += 2) {
            Fact fact = (Fact) pairs[i];
            if (fact != null) {
                facts.put(fact, plain(pairs[i + 1]));
            }
        }
        return facts;
    }

    private static Map<String, @Nullable Object> some(@Nullable Object... pairs) {
        Map<String, @Nullable Object> data = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            data.put(String.valueOf(pairs[i]), plain(pairs[i + 1]));
        }
        return data;
    }

    /** FEEL numbers come as decimals; ours are whole. */
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Number number ? Integer.valueOf(number.intValue()) : value;
    }
}
