package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.mail.StatusLinks;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Attachment;
import dev.signalbox.ticket.Attachments;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Related;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.ticketpage.TicketPage.Entry;
import dev.signalbox.web.ticketpage.TicketPage.Help;
import dev.signalbox.web.ticketpage.TicketPage.Pair;
import dev.signalbox.web.ticketpage.TicketPage.Step;
import dev.signalbox.web.ticketpage.TicketPage.Stop;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.Tasks;
import dev.signalbox.workflow.clocks.LateTruth;
import dev.signalbox.workflow.clocks.TicketClocks;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Gathers what the ticket page shows to one caller. */
@Component
class TicketPages {

    /** Told by their neighbours already: a decision's own entry, and moves of tasks. */
    private static final Set<TimelineType> QUIET = Set.of(
            TimelineType.TASK_CREATED,
            TimelineType.TASK_CANCELLED,
            TimelineType.CLASSIFIED,
            TimelineType.BOUNDARY_DECIDED,
            TimelineType.AUTHORITY_DECIDED,
            TimelineType.PACKAGE_INCOMPLETE,
            TimelineType.DUE_TIME_SET);

    /** What of an entry's data goes into its line, the first that is there. */
    private static final List<String> TELLING = List.of(
            "to",
            "issueClass",
            "severity",
            "kind",
            "assignee",
            "outcome",
            "match",
            "issueId",
            "boundary",
            "authority",
            "vehicle",
            "missing",
            "externalId",
            "status",
            "score",
            "whom",
            "works",
            "usable",
            "reason");

    private final Tickets tickets;
    private final Messages messages;
    private final Attachments attachments;
    private final DecisionRecords decisions;
    private final Customers customers;
    private final Tasks tasks;
    private final TicketClocks ledger;
    private final LateTruth lateTruth;
    private final FormView forms;
    private final DecisionWords decisionWords;
    private final Acts acts;
    private final ServiceHealth health;
    private final StatusLinks links;
    private final Words words;
    private final ClockFace clocks;
    private final Clock clock;

    TicketPages(
            Tickets tickets,
            Messages messages,
            Attachments attachments,
            DecisionRecords decisions,
            Customers customers,
            Tasks tasks,
            TicketClocks ledger,
            LateTruth lateTruth,
            FormView forms,
            DecisionWords decisionWords,
            Acts acts,
            ServiceHealth health,
            StatusLinks links,
            Words words,
            ClockFace clocks,
            Clock clock) {
        this.tickets = tickets;
        this.messages = messages;
        this.attachments = attachments;
        this.decisions = decisions;
        this.customers = customers;
        this.tasks = tasks;
        this.ledger = ledger;
        this.lateTruth = lateTruth;
        this.forms = forms;
        this.decisionWords = decisionWords;
        this.acts = acts;
        this.health = health;
        this.links = links;
        this.words = words;
        this.clocks = clocks;
        this.clock = clock;
    }

    TicketPage of(
            Caller caller,
            Ticket ticket,
            @Nullable String wrongTask,
            Map<String, String> filled,
            List<Problem> problems) {
        String severity = ticket.severity();
        boolean over = ticket.state().isOver();
        int rating = over ? tickets.rating(ticket.number()).orElse(0) : 0;
        Optional<Customer> known = customers.find(ticket.customerId());
        String customer = known.map(Customer::name).orElse(ticket.customerId());
        ZoneId place = known.map(Customer::timeZone).orElse(null);
        return new TicketPage(
                ticket.number().toString(),
                ticket.title(),
                customer,
                caller.isCustomer(),
                severity,
                severity == null ? "" : severity.toLowerCase(Locale.ROOT),
                clocks.of(ticket, place),
                facts(caller, ticket, customer),
                line(ticket),
                timeline(caller, ticket, place),
                tasks.openOf(ticket.number()).stream()
                        .filter(caller::works)
                        .map(task -> step(
                                caller,
                                task,
                                task.id().equals(wrongTask) ? filled : Map.of(),
                                task.id().equals(wrongTask) ? problems : List.of()))
                        .toList(),
                over
                        ? List.of()
                        : ledger.of(ticket.number(), caller.isCustomer(), LocaleContextHolder.getLocale()).stream()
                                .map(clock -> new Pair(
                                        words.code("clock.kind", clock.kind().name()),
                                        words.of("ticket.clock.due", Times.moment(clock.dueAt()), clock.explanation())))
                                .toList(),
                over
                        ? words.of("ticket.waiting.none")
                        : words.of("ticket.waiting", words.code("next", ticket.nextMove())),
                over ? List.of() : acts(caller),
                caller.isCustomer() ? List.of() : related(caller, ticket),
                outage(ticket),
                caller.isCustomer() ? null : links.path(ticket),
                caller.may(Action.RATE) && ticket.state() == TicketState.CLOSED && rating == 0,
                rating,
                caller.may(Action.WRITE) && !over,
                caller.may(Action.END_TICKET) && !over,
                caller.may(Action.END_TICKET) && ticket.state() == TicketState.RESOLVED,
                caller.may(Action.WORK_TASKS) && !over && lateTruth.pages(ticket.number()));
    }

    private List<TicketPage.Tied> related(Caller caller, Ticket ticket) {
        boolean open = !ticket.state().isOver() && caller.may(Action.END_TICKET);
        return tickets.related(ticket).stream()
                .map(one -> new TicketPage.Tied(
                        words.of("ticket.tie." + one.tie()),
                        one.number().toString(),
                        one.title(),
                        words.code("state", one.state().name()),
                        open && one.tie() == Related.Tie.CUSTOMER_AND_PRODUCT))
                .toList();
    }

    /** The published issue that holds the ticket, in Microsoft's words. */
    private @Nullable String outage(Ticket ticket) {
        String id = ticket.healthIssueId();
        if (id == null) {
            return null;
        }
        return health.issues(customers.get(ticket.customerId()).tenantId()).stream()
                .filter(issue -> issue.id().equals(id))
                .findFirst()
                .map(issue -> words.of(
                        issue.resolved() ? "ticket.outage.over" : "ticket.outage.on",
                        issue.id(),
                        issue.title(),
                        issue.service()))
                .orElse(null);
    }

    /** What sets the ticket right, as far as the role allows it. */
    private List<TicketPage.Option> acts(Caller caller) {
        List<TicketPage.Option> acts = new ArrayList<>();
        if (caller.may(Action.CORRECT)) {
            acts.add(act("correct"));
        }
        if (caller.may(Action.WORK_TASKS) && !caller.isCustomer()) {
            acts.add(act("waiting"));
        }
        if (caller.may(Action.MOVE_TICKET)) {
            acts.add(act("move"));
            acts.add(act("split"));
        }
        if (caller.may(Action.END_TICKET) && !caller.isCustomer()) {
            acts.add(act("merge"));
        }
        return acts;
    }

    private TicketPage.Option act(String name) {
        return new TicketPage.Option(name, words.of("act." + name + ".open"));
    }

    private List<Pair> facts(Caller caller, Ticket ticket, String customer) {
        List<Pair> facts = new ArrayList<>();
        facts.add(fact("customer", customer));
        facts.add(fact("product", words.code("family", ticket.productFamily())));
        facts.add(fact("state", words.code("state", ticket.state().name())));
        facts.add(fact("next", words.code("next", ticket.nextMove())));
        if (caller.isCustomer()) {
            return facts;
        }
        if (ticket.assignee() != null) {
            facts.add(fact("owner", ticket.assignee()));
        }
        if (ticket.queue() != null) {
            facts.add(fact("queue", words.code("queue", ticket.queue())));
        }
        customers.access(ticket.customerId()).ifPresent(access -> facts.add(fact("access", told(access))));
        if (ticket.vehicle() != null) {
            facts.add(fact("vehicle", words.code("code", ticket.vehicle())));
        }
        if (ticket.externalId() != null) {
            facts.add(fact("case", ticket.externalId()));
        }
        if (ticket.healthIssueId() != null) {
            facts.add(fact("outage", ticket.healthIssueId()));
        }
        facts.add(fact("policy", words.code("code", ticket.policySet())));
        return facts;
    }

    private String told(DelegatedAccess access) {
        Instant end = access.endDate();
        String status = words.code("access", access.status().toLowerCase(Locale.ROOT));
        return access.model() + " "
                + (end == null
                        ? status
                        : words.of(
                                access.usable(clock.instant()) ? "ticket.fact.access.to" : "ticket.fact.access.since",
                                status,
                                Times.day(end)));
    }

    private Pair fact(String name, String value) {
        return new Pair(words.of("ticket.fact." + name), value);
    }

    /** The stations, from the states the ticket went through. */
    private List<Stop> line(Ticket ticket) {
        Set<String> passed = new HashSet<>();
        for (TimelineEntry entry : tickets.timeline(ticket.number(), 0, 2_000).items()) {
            if (entry.type() == TimelineType.STATE_CHANGED) {
                passed.add(String.valueOf(entry.data().get("to")));
            }
        }
        String at = ticket.state().name();
        List<Stop> stops = new ArrayList<>();
        stops.add(stop("intake", true, at.equals("RECEIVED")));
        stops.add(stop(
                "diagnosis",
                passed.contains("DIAGNOSING") || passed.contains("LINKED_TO_OUTAGE"),
                Set.of("DIAGNOSING", "LINKED_TO_OUTAGE", "AWAITING_CUSTOMER").contains(at)));
        stops.add(stop("partner", passed.contains("PARTNER_RESOLVING"), at.equals("PARTNER_RESOLVING")));
        stops.add(stop("third", passed.contains("WITH_THIRD_PARTY"), at.equals("WITH_THIRD_PARTY")));
        stops.add(stop("prepare", passed.contains("ESCALATION_PREPARING"), at.equals("ESCALATION_PREPARING")));
        stops.add(stop(
                "microsoft",
                passed.contains("AWAITING_MICROSOFT"),
                Set.of("AWAITING_MICROSOFT", "MICROSOFT_NEEDS_INFO", "SOLUTION_PROPOSED")
                        .contains(at)));
        stops.add(stop("confirm", passed.contains("RESOLVED"), at.equals("RESOLVED")));
        stops.add(stop("ended", false, ticket.state().isOver()));
        return stops;
    }

    private Stop stop(String name, boolean passed, boolean at) {
        boolean off =
                (name.equals("partner") || name.equals("third") || name.equals("prepare") || name.equals("microsoft"))
                        && !passed;
        return new Stop(words.of("stop." + name), at ? "at" : passed ? "done" : off ? "off" : "");
    }

    private List<Entry> timeline(Caller caller, Ticket ticket, @Nullable ZoneId place) {
        Map<String, Message> written = messages.of(ticket.number(), caller.isCustomer()).stream()
                .collect(Collectors.toMap(Message::id, Function.identity()));
        Map<String, DecisionRecord> made = caller.isCustomer()
                ? Map.of()
                : decisions.of(ticket.number().value()).stream()
                        .collect(Collectors.toMap(DecisionRecord::id, Function.identity()));
        Map<String, List<TicketPage.File>> files = attachments.of(ticket.number(), caller.isCustomer()).stream()
                .collect(Collectors.groupingBy(
                        Attachment::messageId, Collectors.mapping(TicketPages::file, Collectors.toList())));
        String first = messages.of(ticket.number(), caller.isCustomer()).stream()
                .map(Message::id)
                .findFirst()
                .orElse("");
        List<Entry> entries = new ArrayList<>();
        Map<String, Object> before = new HashMap<>();
        for (TimelineEntry entry : tickets.timeline(ticket.number(), 0, 2_000).items()) {
            if (!caller.sees(ticket, entry) || QUIET.contains(entry.type())) {
                continue;
            }
            if (entry.type() == TimelineType.DECISION_MADE) {
                DecisionRecord record = made.get(String.valueOf(entry.data().get("decisionId")));
                if (record != null && DecisionWords.worthTelling(record) && news(record, before)) {
                    entries.add(
                            entry(entry, "small", null, decisionWords.name(record), null, decisionWords.why(record)));
                }
            } else if (entry.type() == TimelineType.MESSAGE_ADDED) {
                Message message = written.get(String.valueOf(entry.data().get("messageId")));
                if (message != null) {
                    entries.add(message(entry, message, files.getOrDefault(message.id(), List.of())));
                }
            } else if (!toldBy(entry, before)) {
                entries.add(plain(ticket, entry));
                if (entry.type() == TimelineType.RECEIVED
                        && !ticket.description().isBlank()) {
                    entries.add(new Entry(
                            "inbound",
                            entry.time().toString(),
                            Times.moment(entry.time()),
                            Times.brief(entry.time()),
                            "C",
                            null,
                            words.of("message.INBOUND"),
                            ticket.description(),
                            null,
                            files.getOrDefault(first, List.of())));
                }
            }
        }
        entries.replaceAll(entry -> entry.told(clocks.both(Instant.parse(entry.at()), place)));
        return entries;
    }

    /** Whether the table answers otherwise than before, or a person's answer stands in its place now. */
    private static boolean news(DecisionRecord record, Map<String, Object> before) {
        boolean sameTable = record.outputs().equals(before.put(record.key(), record.outputs()));
        String person = Objects.toString(record.override(), "");
        boolean samePerson =
                person.equals(Objects.requireNonNullElse(before.put(record.key() + " by hand", person), ""));
        return !sameTable || !samePerson;
    }

    /** Whether what was told before says the same. */
    private static boolean toldBy(TimelineEntry entry, Map<String, Object> decided) {
        return switch (entry.type()) {
            case SEVERITY_ASSESSED -> says(decided.get("severity"), "severity", entry);
            case ASSIGNED -> {
                Object holder = String.valueOf(entry.data().get("assignee"));
                yield holder.equals(decided.put("assignee", holder));
            }
            case VEHICLE_CHOSEN -> says(decided.get("choose-vehicle"), "vehicle", entry);
            default -> false;
        };
    }

    private static boolean says(@Nullable Object outputs, String name, TimelineEntry entry) {
        return outputs instanceof Map<?, ?> map
                && Objects.equals(map.get(name), entry.data().get(name));
    }

    private static TicketPage.File file(Attachment attachment) {
        int bytes = attachment.bytes();
        return new TicketPage.File(
                attachment.id(),
                attachment.name(),
                bytes < 1_024 ? bytes + " B" : bytes < 1_048_576 ? bytes / 1_024 + " KiB" : bytes / 1_048_576 + " MiB");
    }

    private Entry message(TimelineEntry entry, Message message, List<TicketPage.File> files) {
        String look =
                switch (message.direction()) {
                    case INBOUND -> "inbound";
                    case OUTBOUND -> "outbound";
                    case INSIDE -> "internal";
                };
        String author = customers
                .contact(message.author())
                .map(contact -> contact.name())
                .orElse(message.author());
        return entry(
                entry, look, author, words.of("message." + message.direction().name()), message.body(), null, files);
    }

    private Entry plain(Ticket ticket, TimelineEntry entry) {
        String changed = changed(ticket, entry);
        if (changed != null) {
            return entry(entry, "small", entry.actor(), changed, null, null);
        }
        List<String> telling =
                switch (entry.type()) {
                    case MICROSOFT_RESPONDED, THIRD_PARTY_RESPONDED -> List.of("status");
                    case ESCALATION_FILED -> List.of("externalId");
                    case WORK_BOOKED -> List.of("minutes");
                    default -> TELLING;
                };
        String detail = telling.stream()
                .filter(name -> entry.data().get(name) != null)
                .findFirst()
                .map(name -> detail(name, entry.data().get(name)))
                .orElse("");
        String name = "entry." + entry.type().wireName();
        String none = detail.isEmpty() ? words.perhaps(name + ".none") : null;
        return entry(entry, "small", null, none == null ? words.of(name, detail) : none, null, null);
    }

    /** What somebody set right, in words; null where the entry tells of something else. */
    private @Nullable String changed(Ticket ticket, TimelineEntry entry) {
        Map<String, Object> data = entry.data();
        return switch (entry.type()) {
            case CORRECTED ->
                words.of(
                        "entry.corrected",
                        acts.label(String.valueOf(data.get("field"))),
                        fact(ticket, data, "from"),
                        fact(ticket, data, "to"));
            case SPLIT ->
                data.get("into") == null
                        ? words.of("entry.split.from", String.valueOf(data.get("from")))
                        : words.of("entry.split.into", String.valueOf(data.get("into")));
            case DECISION_OVERRIDDEN ->
                words.of(
                        "entry.overridden",
                        words.code("decision", String.valueOf(data.get("key"))),
                        data.get("outputs") instanceof Map<?, ?> outputs ? decisionWords.answer(outputs) : "");
            default -> null;
        };
    }

    private String fact(Ticket ticket, Map<String, Object> data, String which) {
        String value = String.valueOf(data.get(which));
        return value.equals("none") ? "–" : acts.told(ticket, String.valueOf(data.get("field")), value);
    }

    private String detail(String name, @Nullable Object found) {
        return switch (name) {
            case "to" -> words.code("state", String.valueOf(found));
            case "kind" -> words.code("task", String.valueOf(found));
            case "status" -> words.code("code", String.valueOf(found).toUpperCase(Locale.ROOT));
            default -> decisionWords.value(found);
        };
    }

    private static Entry entry(
            TimelineEntry entry,
            String look,
            @Nullable String who,
            String kind,
            @Nullable String body,
            TicketPage.@Nullable Why why) {
        return entry(entry, look, who, kind, body, why, List.of());
    }

    private static Entry entry(
            TimelineEntry entry,
            String look,
            @Nullable String who,
            String kind,
            @Nullable String body,
            TicketPage.@Nullable Why why,
            List<TicketPage.File> files) {
        return new Entry(
                look,
                entry.time().toString(),
                Times.moment(entry.time()),
                Times.brief(entry.time()),
                who == null ? null : initials(who),
                who,
                kind,
                body,
                why,
                files);
    }

    private static String initials(String who) {
        StringBuilder initials = new StringBuilder();
        for (String part : who.strip().split("[\\s.@_-]+")) {
            if (!part.isEmpty() && initials.length() < 2) {
                initials.appendCodePoint(Character.toUpperCase(part.codePointAt(0)));
            }
        }
        return initials.toString();
    }

    private Step step(Caller caller, Task task, Map<String, String> filled, List<Problem> problems) {
        List<Help> context = new ArrayList<>();
        tasks.context(task).forEach((name, value) -> {
            if (value == null || value.toString().isBlank()) {
                String none = words.perhaps("help." + name + ".none");
                if (none != null) {
                    context.add(new Help(words.code("help", name), none, "text"));
                }
                return;
            }
            String text = value.toString();
            switch (name) {
                case "deepLink" -> context.add(new Help(words.code("help", name), text, "link"));
                case "casePackage" -> context.add(new Help(words.code("help", name), text, "copy"));
                default -> context.add(new Help(words.code("help", name), decisionWords.value(text), "text"));
            }
        });
        String holder = task.assignee();
        boolean mine = holder != null && caller.hands().contains(holder);
        return new Step(
                task.id(),
                words.model(task.name()),
                holder == null
                        ? words.of("ticket.task.free")
                        : !mine
                                ? words.of("ticket.task.other", holder)
                                : holder.equals(caller.account())
                                        ? words.of("ticket.task.yours")
                                        : words.of("ticket.task.inplace", holder),
                context,
                forms.draw(tasks.form(task), filled, problems),
                holder == null,
                mine);
    }
}
