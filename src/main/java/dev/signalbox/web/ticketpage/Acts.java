package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Subscription;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Codes;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.ticketpage.TicketPage.Field;
import dev.signalbox.web.ticketpage.TicketPage.Option;
import dev.signalbox.web.ticketpage.TicketPage.Pair;
import dev.signalbox.workflow.Corrections;
import dev.signalbox.workflow.Interventions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Draws the dialogs that set a ticket right, each with what the caller's role may change. */
@Component
class Acts {

    private final Customers customers;
    private final Tickets tickets;
    private final Corrections corrections;
    private final Words words;

    Acts(Customers customers, Tickets tickets, Corrections corrections, Words words) {
        this.customers = customers;
        this.tickets = tickets;
        this.corrections = corrections;
        this.words = words;
    }

    /** What the ticket's correctable facts read, by the names of the API; absent is empty. */
    static Map<String, String> facts(Ticket ticket) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("reportedCategory", ticket.reportedCategory());
        facts.put("productFamily", Objects.toString(ticket.productFamily(), ""));
        facts.put("subscriptionId", Objects.toString(ticket.subscriptionId(), ""));
        facts.put("businessImpact", ticket.businessImpact());
        facts.put("environment", ticket.environment());
        facts.put("commit24x7", String.valueOf(ticket.commit24x7()));
        facts.put("severity", Objects.toString(ticket.severity(), ""));
        facts.put("issueClass", Objects.toString(ticket.issueClass(), ""));
        facts.put("customerId", ticket.customerId());
        return facts;
    }

    /** The fields that this caller may correct; {@code filled} is what was typed before. */
    List<Field> correctable(Caller caller, Ticket ticket, Map<String, String> filled, List<Problem> problems) {
        Map<String, String> read = facts(ticket);
        read.putAll(filled);
        List<Field> fields = new ArrayList<>();
        fields.add(choice("reportedCategory", options("category", Codes.CATEGORIES), read, problems));
        fields.add(choice("productFamily", options("family", Codes.FAMILIES), read, problems));
        fields.add(choice("subscriptionId", subscriptions(ticket), read, problems));
        fields.add(choice("businessImpact", options("impact", Codes.IMPACTS), read, problems));
        fields.add(choice("environment", options("environment", Codes.ENVIRONMENTS), read, problems));
        fields.add(choice(
                "commit24x7",
                List.of(new Option("true", words.of("yes")), new Option("false", words.of("no"))),
                read,
                problems));
        if (caller.may(Action.CHANGE_SEVERITY)) {
            fields.add(choice("severity", options("severity", Codes.SEVERITIES), read, problems));
        }
        if (ticket.issueClass() != null && (caller.may(Action.OVERRIDE) || corrections.isTriaged(ticket.number()))) {
            fields.add(choice("issueClass", options("code", Codes.ISSUE_CLASSES), read, problems));
        }
        fields.add(choice("customerId", known(caller), read, problems));
        fields.add(reason(filled, problems));
        return fields;
    }

    List<Field> movable(Ticket ticket, Map<String, String> filled, List<Problem> problems) {
        List<String> stages = Interventions.STAGES.stream()
                .filter(stage -> stage != ticket.state())
                .map(TicketState::name)
                .toList();
        return List.of(
                needed(choice("stage", options("state", stages), filled, problems)),
                area("question", filled, problems, words.of("act.move.question.hint")),
                reason(filled, problems));
    }

    List<Field> waitable(Map<String, String> filled, List<Problem> problems) {
        String hint = words.of("ticket.form.time", Times.zoneName());
        return List.of(
                needed(choice(
                        "party",
                        List.of(
                                new Option("CUSTOMER", words.code("owner", "CUSTOMER")),
                                new Option("MICROSOFT", words.code("owner", "MICROSOFT")),
                                new Option("THIRD_PARTY", words.code("owner", "THIRD_PARTY")),
                                new Option("DESK", words.code("owner", "PARTNER_DESK"))),
                        filled,
                        problems)),
                needed(field("since", "line", filled.get("since"), hint, List.of(), problems)),
                field("until", "line", filled.get("until"), words.of("act.waiting.until.hint"), List.of(), problems),
                reason(filled, problems));
    }

    List<Field> splittable(Ticket ticket, Map<String, String> filled, List<Problem> problems) {
        Map<String, String> read = new LinkedHashMap<>(Map.of(
                "reportedCategory",
                ticket.reportedCategory(),
                "productFamily",
                Objects.toString(ticket.productFamily(), "")));
        read.putAll(filled);
        return List.of(
                needed(line("title", read, problems)),
                needed(area("description", read, problems, null)),
                choice("reportedCategory", options("category", Codes.CATEGORIES), read, problems),
                choice("productFamily", options("family", Codes.FAMILIES), read, problems),
                reason(filled, problems));
    }

    List<Field> mergeable(Caller caller, Ticket ticket, Map<String, String> filled, List<Problem> problems) {
        List<Option> into = tickets
                .list(
                        new TicketFilter(
                                        List.copyOf(TicketState.open()),
                                        null,
                                        ticket.customerId(),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        "-createdAt")
                                .within(caller.partnerId(), ticket.customerId()),
                        0,
                        200)
                .items()
                .stream()
                .filter(other -> !other.number().equals(ticket.number()))
                .map(other -> new Option(other.number().toString(), other.number() + " · " + other.title()))
                .toList();
        return List.of(needed(choice("into", into, filled, problems)), reason(filled, problems));
    }

    /** What a person may answer in place of the table. */
    List<Field> overridable(String decision, String now, Map<String, String> filled, List<Problem> problems) {
        Map.Entry<String, ? extends Collection<String>> output = Objects.requireNonNull(
                        Interventions.OVERRIDABLE.get(decision))
                .entrySet()
                .iterator()
                .next();
        List<String> others = output.getValue().stream()
                .filter(value -> !value.equals(now))
                .sorted()
                .toList();
        String group = decision.equals("assign-queue") ? "queue" : decision.equals("severity") ? "severity" : "code";
        return List.of(
                needed(choice(output.getKey(), options(group, others), filled, problems)), reason(filled, problems));
    }

    String label(String field) {
        return words.of("act.field." + field);
    }

    /** A fact's value as its field shows it. */
    String told(Ticket ticket, String field, String value) {
        return switch (field) {
            case "reportedCategory" -> words.code("category", value);
            case "productFamily" -> words.code("family", value);
            case "businessImpact" -> words.code("impact", value);
            case "environment" -> words.code("environment", value);
            case "commit24x7" -> words.of(value.equals("true") ? "yes" : "no");
            case "issueClass" -> words.code("code", value);
            case "stage" -> words.code("state", value);
            case "customerId" -> customers.find(value).map(Customer::name).orElse(value);
            case "subscriptionId" ->
                subscriptions(ticket).stream()
                        .filter(one -> one.value().equals(value))
                        .map(Option::label)
                        .findFirst()
                        .orElse(value.isEmpty() ? "–" : value);
            default -> value.isEmpty() ? "–" : words.code("code", value);
        };
    }

    private List<Option> subscriptions(Ticket ticket) {
        return customers.subscriptions(ticket.customerId()).stream()
                .map(one -> new Option(one.id(), told(one)))
                .toList();
    }

    private static String told(Subscription one) {
        return one.name() + " (" + one.id() + ")";
    }

    private List<Option> known(Caller caller) {
        return customers.page(caller.partnerId(), null, 0, 1_000).stream()
                .map(one -> new Option(one.id(), one.name() + " (" + one.id() + ")"))
                .toList();
    }

    private List<Option> options(String group, Collection<String> codes) {
        return codes.stream()
                .map(code -> new Option(code, group.equals("severity") ? code : words.code(group, code)))
                .toList();
    }

    private Field choice(String key, List<Option> options, Map<String, String> read, List<Problem> problems) {
        return field(key, "choice", read.get(key), null, options, problems);
    }

    private Field line(String key, Map<String, String> read, List<Problem> problems) {
        return field(key, "line", read.get(key), null, List.of(), problems);
    }

    private Field area(String key, Map<String, String> read, List<Problem> problems, @Nullable String hint) {
        return field(key, "area", read.get(key), hint, List.of(), problems);
    }

    private Field reason(Map<String, String> read, List<Problem> problems) {
        return needed(area("reason", read, problems, words.of("act.reason.hint")));
    }

    private Field field(
            String key,
            String kind,
            @Nullable String value,
            @Nullable String hint,
            List<Option> options,
            List<Problem> problems) {
        return new Field(
                key,
                label(key),
                kind,
                false,
                value,
                hint,
                options,
                List.of(),
                problems.stream()
                        .filter(problem ->
                                problem.field().equals(key) || problem.field().equals("outputs." + key))
                        .map(words::problem)
                        .toList());
    }

    private static Field needed(Field field) {
        return new Field(
                field.key(),
                field.label(),
                field.kind(),
                true,
                field.value(),
                field.hint(),
                field.options(),
                field.rows(),
                field.problems());
    }

    static List<Pair> seen(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> new Pair("was." + fact.getKey(), fact.getValue()))
                .toList();
    }
}
