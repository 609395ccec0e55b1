package dev.signalbox.workflow;

import dev.signalbox.decision.Decisions;
import dev.signalbox.decision.PersonsAnswer;
import dev.signalbox.decision.PersonsAnswer.Kind;
import dev.signalbox.decision.PersonsAnswers;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people answered in place of tables. The table is asked and recorded all the same; a person's answer stands
 * instead as long as what it rests on is unchanged.
 */
@Component
class StandingAnswers {

    private final PersonsAnswers answers;
    private final Decisions decisions;
    private final DecisionFacts facts;
    private final Tickets tickets;
    private final JsonMapper json;

    StandingAnswers(
            PersonsAnswers answers, Decisions decisions, DecisionFacts facts, Tickets tickets, JsonMapper json) {
        this.answers = answers;
        this.decisions = decisions;
        this.facts = facts;
        this.tickets = tickets;
        this.json = json;
    }

    /** A person answered because the table asked for one. */
    void asked(String decision, TicketNumber number, Map<String, ?> outputs) {
        keep(Kind.ASKED, decision, number, outputs);
    }

    PersonsAnswer keep(Kind kind, String decision, TicketNumber number, Map<String, ?> outputs) {
        return keep(kind, decision, number, outputs, "");
    }

    /** The same, which holds at one place of the flow only. */
    PersonsAnswer keep(Kind kind, String decision, TicketNumber number, Map<String, ?> outputs, String place) {
        return answers.keep(
                number.value(),
                decision,
                kind,
                outputs,
                grounds(decision, tickets.get(number)) + place,
                Occasion.current().actor());
    }

    String grounds(String decision, Ticket ticket) {
        return json.writeValueAsString(facts.grounds(decision, ticket));
    }

    Optional<PersonsAnswer> of(String decision, TicketNumber number) {
        return of(decision, number, "");
    }

    private Optional<PersonsAnswer> of(String decision, TicketNumber number, String place) {
        return answers.standing(number.value(), decision, () -> grounds(decision, tickets.get(number)) + place);
    }

    /** The person's answer where one stands, noted on the table's; otherwise {@code table} itself. */
    <T extends @Nullable Object> List<Map<String, T>> instead(
            String decision, TicketNumber number, List<Map<String, T>> table) {
        return instead(decision, number, table, "");
    }

    <T extends @Nullable Object> List<Map<String, T>> instead(
            String decision, TicketNumber number, List<Map<String, T>> table, String place) {
        Optional<PersonsAnswer> standing = of(decision, number, place);
        if (standing.isEmpty()) {
            return table;
        }
        Optional<Map<String, T>> merged = merged(standing.get(), number, table);
        if (merged.isEmpty()) {
            return table;
        }
        answers.stood(standing.get());
        return List.of(merged.get());
    }

    /** The same for somebody who only looks. */
    <T extends @Nullable Object> List<Map<String, T>> peek(
            String decision, TicketNumber number, List<Map<String, T>> table) {
        return of(decision, number)
                .flatMap(standing -> merged(standing, number, table))
                .map(List::of)
                .orElse(table);
    }

    /** The table's answer with the person's in it; empty where it is no longer possible. */
    @SuppressWarnings("unchecked")
    private <T extends @Nullable Object> Optional<Map<String, T>> merged(
            PersonsAnswer standing, TicketNumber number, List<Map<String, T>> table) {
        Map<String, T> merged = new HashMap<>(table.isEmpty() ? Map.of() : table.getFirst());
        if (standing.key().equals("choose-vehicle")) {
            return vehicle(
                            tickets.get(number),
                            String.valueOf(standing.outputs().get("vehicle")))
                    .map(chosen -> (Map<String, T>) chosen);
        }
        merged.putAll((Map<String, T>) standing.outputs());
        switch (standing.key()) {
            case "issue-class" ->
                merged.put("breakFix", (T)
                        (Object) "TECHNICAL".equals(standing.outputs().get("issueClass")));
            case "severity" -> {
                merged.put("personConfirms", (T) (Object) false);
                merged.put("reason", (T) ("set by " + standing.actor()));
            }
            case "outage-gate" -> merged.put("outageReason", (T) ("set by " + standing.actor()));
            case "support-boundary" -> merged.put("reason", (T) ("set by " + standing.actor()));
            default -> {
                // the rest of the answer stays the table's
            }
        }
        return Optional.of(merged);
    }

    /**
     * What the table says of {@code vehicle} when it is the only choice: its cost and whether it needs approval. Empty
     * where the vehicle is not eligible, or the policy does not know it for such a fault.
     */
    Optional<Map<String, @Nullable Object>> vehicle(Ticket ticket, String vehicle) {
        String eligible = ticket.eligible();
        if (eligible == null || !List.of(eligible.split(",")).contains(vehicle)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> inputs = new HashMap<>(facts.of("choose-vehicle", ticket.number()));
        inputs.put("eligible", List.of(vehicle));
        return decisions.peek("choose-vehicle", inputs).stream()
                .findFirst()
                .filter(answer -> vehicle.equals(answer.get("vehicle")));
    }
}
