package dev.signalbox.ticket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * All tickets and their timelines. Every change of a ticket appends exactly one timeline entry in the caller's
 * transaction; the ticket's row is the lock that keeps its entries in order.
 */
@Component
public class Tickets {

    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private static final Map<String, String> SORTABLE = Map.of(
            "number", "t.number",
            "dueAt", "t.due_at",
            "createdAt", "t.created_at",
            "updatedAt", "t.updated_at",
            "severity", "t.severity",
            "state", "t.state",
            "title", "t.title",
            "customerId", "t.customer_id",
            "queue", "t.queue",
            "assignee", "t.assignee");

    /** More tickets than this are not found first and sorted then. */
    private static final int BROAD = 1_000;

    /** An index of a column without nulls is read from either end. */
    private static final Set<String> NULLABLE = Set.of("t.due_at", "t.severity", "t.queue", "t.assignee");

    /** What a list may be sorted by. */
    public static Set<String> sortable() {
        return SORTABLE.keySet();
    }

    /** No real ticket ever comes this far. */
    private static final long FIRST_REHEARSED = 10_000_000_000_000_000L;

    private static final ThreadLocal<Boolean> REHEARSING = new ThreadLocal<>();

    private final JdbcClient jdbc;
    private final Clock clock;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;
    /** One time for all changes of a transaction: it is indexed, and PostgreSQL writes no index anew for what stays. */
    private final PerTransaction<Instant> changedAt;

    Tickets(JdbcClient jdbc, Clock clock, JsonMapper json, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
        this.events = events;
        this.changedAt = new PerTransaction<>(clock::instant);
    }

    /** Runs {@code work}, which the caller takes back: a ticket opened meanwhile uses up no number. */
    public <T> T rehearsing(Supplier<T> work) {
        REHEARSING.set(true);
        try {
            return work.get();
        } finally {
            REHEARSING.remove();
        }
    }

    /** Whether the number is one of a ticket that was only opened in a rehearsal. */
    public static boolean isRehearsed(@Nullable String number) {
        return number != null && Long.parseLong(number) / 10 >= FIRST_REHEARSED;
    }

    /** Opens a ticket in {@code RECEIVED}; its first timeline entry is {@code ticket.received}. */
    public Ticket open(NewTicket wanted) {
        TicketNumber number = TicketNumber.ofSerial(
                Boolean.TRUE.equals(REHEARSING.get())
                        ? FIRST_REHEARSED + ThreadLocalRandom.current().nextLong(FIRST_REHEARSED)
                        : jdbc.sql("select nextval('ticket_number_seq')")
                                .query(Long.class)
                                .single());
        Instant now = clock.instant();
        jdbc.sql("""
                insert into ticket (number, source, external_reference, title, reported_category, state, customer_id,
                  partner_id, subscription_id, product_family, contact_id, policy_set, environment, business_impact,
                  commit24x7, previous_number, created_at, updated_at, last_sequence)
                values (:number, :source, :reference, :title, :category, 'RECEIVED', :customer, :partner, :subscription,
                  :family, :contact, :policySet, :environment, :impact, :commit, :previous, :now, :now, 0)""")
                .param("number", number.value())
                .param("source", wanted.source())
                .param("reference", wanted.externalReference())
                .param("title", wanted.title())
                .param("category", wanted.reportedCategory())
                .param("customer", wanted.customerId())
                .param("partner", wanted.partnerId())
                .param("subscription", wanted.subscriptionId())
                .param("family", wanted.productFamily())
                .param("contact", wanted.contactId())
                .param("policySet", wanted.policySet())
                .param("environment", wanted.environment())
                .param("impact", wanted.businessImpact())
                .param("commit", wanted.commit24x7())
                .param(
                        "previous",
                        wanted.previous() == null ? null : wanted.previous().value())
                .param("now", at(now))
                .update();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("customerId", wanted.customerId());
        data.put("reportedCategory", wanted.reportedCategory());
        if (wanted.productFamily() != null) {
            data.put("productFamily", wanted.productFamily());
        }
        if (wanted.previous() != null) {
            data.put("previous", wanted.previous().toString());
        }
        record(number, TimelineType.RECEIVED, data, Map.of());
        return get(number);
    }

    public void describedBy(TicketNumber number, String messageId) {
        jdbc.sql("update ticket set description_id = :id where number = :number")
                .param("id", messageId)
                .param("number", number.value())
                .update();
    }

    /** Takes the ticket's row lock until the transaction ends, so that whatever follows is alone on this ticket. */
    public Optional<Ticket> lock(TicketNumber number) {
        boolean there = jdbc.sql("select number from ticket where number = :number for update")
                .param("number", number.value())
                .query(Long.class)
                .optional()
                .isPresent();
        return there ? find(number) : Optional.empty();
    }

    /**
     * Takes the locks of all tickets that these numbers and references name, in one order, so that two transactions
     * with the same tickets do not wait for each other.
     */
    public void lockAll(Collection<String> subjects) {
        if (subjects.isEmpty()) {
            return;
        }
        List<Long> numbers = subjects.stream()
                .flatMap(subject -> TicketNumber.parse(subject).stream())
                .map(TicketNumber::value)
                .toList();
        jdbc.sql("select number from ticket where number in (:numbers) or external_reference in (:references)"
                        + " order by number for update")
                .param("numbers", numbers.isEmpty() ? List.of(0L) : numbers)
                .param("references", subjects)
                .query(Long.class)
                .list();
    }

    public Optional<Ticket> find(TicketNumber number) {
        return jdbc.sql(SELECT + " where t.number = :number")
                .param("number", number.value())
                .query(this::ticket)
                .optional();
    }

    /** The ticket that must be there; a missing one is a fault of ours, not of the caller's. */
    public Ticket get(TicketNumber number) {
        return find(number).orElseThrow(() -> new IllegalStateException("Expected ticket " + number + " to exist"));
    }

    /**
     * The ticket that {@code subject} names for whoever sends from {@code source}: the one requested from there under this
     * reference, else the one with this number, else the newest that anybody requested under it.
     *
     * @throws Refused where it is none of the sender's own, and tickets of several customers have this reference
     */
    public Optional<TicketNumber> named(String source, String subject) {
        List<Named> candidates = jdbc.sql("""
                        select r.ticket as number, 0 as choice, '' as customer from ticket_reference r
                        where r.source = :source and r.external_reference = :subject
                        union all select t.number, 1, t.customer_id from ticket t where t.number = :number
                        union all select t.number, 2, t.customer_id from ticket t where t.external_reference = :subject
                        order by 2, 1 desc""")
                .param("source", source)
                .param("subject", subject)
                .param(
                        "number",
                        TicketNumber.parse(subject).map(TicketNumber::value).orElse(0L))
                .query((row, i) -> new Named(
                        new TicketNumber(row.getLong("number")), row.getInt("choice"), row.getString("customer")))
                .list();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Named best = candidates.getFirst();
        if (best.choice() == 2
                && candidates.stream().map(Named::customer).distinct().count() > 1) {
            throw new Refused(
                    "subject", "a ticket's number, since tickets of several customers have this reference", subject);
        }
        return Optional.of(best.number());
    }

    private record Named(TicketNumber number, int choice, String customer) {}

    /**
     * The ticket that holds the sender's reference at the moment, locked against racing requests. Empty where the
     * reference is new; then the caller opens one and says so with {@link #claimReference}.
     */
    public Optional<TicketNumber> holderOf(String source, String reference) {
        return jdbc.sql("""
                        select ticket from ticket_reference
                        where source = :source and external_reference = :reference for update""")
                .param("source", source)
                .param("reference", reference)
                .query(Long.class)
                .optional()
                .map(TicketNumber::new);
    }

    /** Fails with a duplicate key where another transaction claimed the same reference first. */
    public void claimReference(String source, String reference, TicketNumber ticket) {
        int moved = jdbc.sql("""
                        update ticket_reference set ticket = :ticket
                        where source = :source and external_reference = :reference""")
                .param("ticket", ticket.value())
                .param("source", source)
                .param("reference", reference)
                .update();
        if (moved == 0) {
            jdbc.sql("insert into ticket_reference values (:source, :reference, :ticket)")
                    .param("source", source)
                    .param("reference", reference)
                    .param("ticket", ticket.value())
                    .update();
        }
    }

    /** Moves the ticket to {@code state}; nothing happens where it is there already with the same next move. */
    public void moveTo(TicketNumber number, TicketState state, @Nullable String nextMove, String step) {
        Ticket ticket = get(number);
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.NEXT_MOVE, nextMove);
        if (ticket.state() == state) {
            set(number, facts);
            return;
        }
        facts.put(Fact.STATE, state.name());
        record(
                number,
                TimelineType.STATE_CHANGED,
                Map.of("from", ticket.state().name(), "to", state.name(), "step", step),
                facts);
    }

    /** Changes facts that the timeline tells by another entry of the same transaction. */
    public void set(TicketNumber number, Map<Fact, ? extends @Nullable Object> facts) {
        if (facts.isEmpty()) {
            return;
        }
        changing(number, clock.instant(), facts, "").update();
    }

    private JdbcClient.StatementSpec changing(
            TicketNumber number, Instant now, Map<Fact, ? extends @Nullable Object> facts, String also) {
        StringBuilder sql = new StringBuilder("update ticket set ").append(also);
        facts.keySet().forEach(fact -> sql.append(fact.column())
                .append(" = :")
                .append(fact.name())
                .append(", "));
        var statement = jdbc.sql(
                        sql.append("updated_at = :now where number = :number").toString())
                .param("number", number.value())
                .param("now", at(changedAt.get().orElse(now)));
        for (Map.Entry<Fact, ? extends @Nullable Object> fact : facts.entrySet()) {
            Object value = fact.getValue();
            statement = statement.param(fact.getKey().name(), value instanceof Instant instant ? at(instant) : value);
        }
        return statement;
    }

    /** Appends one entry to the ticket's timeline and changes the facts it tells of. */
    public TimelineEntry record(
            TicketNumber number,
            TimelineType type,
            Map<String, ? extends @Nullable Object> data,
            Map<Fact, ? extends @Nullable Object> facts) {
        Instant now = clock.instant();
        // one statement counts, changes and reads; the row's state is the new one
        KeyHolder row = new GeneratedKeyHolder();
        changing(number, now, facts, "last_sequence = last_sequence + 1, ").update(row, "last_sequence", "state");
        Map<String, Object> counted = row.getKeys();
        if (counted == null) {
            throw new IllegalStateException("Expected ticket " + number + " to exist");
        }
        int sequence = ((Number) Objects.requireNonNull(counted.get("last_sequence"))).intValue();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("ticket", number.toString());
        told.put("state", Objects.requireNonNull(counted.get("state")));
        data.forEach((name, value) -> {
            if (value != null) {
                told.put(name, value);
            }
        });
        Occasion occasion = Occasion.current();
        Instant occurredAt = occasion.occurredAt();
        TimelineEntry entry = new TimelineEntry(
                number,
                sequence,
                type,
                now,
                occurredAt == null ? now : occurredAt,
                occasion.actor(),
                occasion.causeSource(),
                occasion.causeId(),
                told);
        jdbc.sql("""
                insert into ticket_event (ticket, sequence, type, at, occurred_at, actor, cause_source, cause_id, data)
                values (:ticket, :sequence, :type, :at, :occurred, :actor, :source, :cause, :data)""")
                .param("ticket", number.value())
                .param("sequence", entry.sequence())
                .param("type", type.wireName())
                .param("at", at(now))
                .param("occurred", at(entry.occurredAt()))
                .param("actor", entry.actor())
                .param("source", entry.causeSource())
                .param("cause", entry.causeId())
                .param("data", json.writeValueAsString(told))
                .update();
        events.publishEvent(entry);
        return entry;
    }

    public Page<TimelineEntry> timeline(TicketNumber number, int page, int size) {
        List<TimelineEntry> items = jdbc.sql("""
                        select * from ticket_event where ticket = :ticket order by sequence
                        offset :offset rows fetch next :size rows only""")
                .param("ticket", number.value())
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> new TimelineEntry(
                        number,
                        row.getInt("sequence"),
                        TimelineType.ofWireName(row.getString("type")),
                        instant(row, "at"),
                        instant(row, "occurred_at"),
                        row.getString("actor"),
                        row.getString("cause_source"),
                        row.getString("cause_id"),
                        json.readValue(row.getString("data"), DATA)))
                .list();
        long total = jdbc.sql("select count(*) from ticket_event where ticket = :ticket")
                .param("ticket", number.value())
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    public Page<Ticket> list(TicketFilter filter, int page, int size) {
        Where where = where(filter);
        long total = where.bind(jdbc.sql("select count(*) from ticket t " + where.sql()))
                .query(Long.class)
                .single();
        return new Page<>(items(where, filter, page, size), page, size, total);
    }

    /** The same with a total that stops one after {@code most}: to count them all would cost more than to show them. */
    public Page<Ticket> listUpTo(TicketFilter filter, int page, int size, int most) {
        boolean broad = isBroad(filter);
        Where where = where(filter, broad ? Text.EACH : Text.FOUND);
        // descriptions cost the most to read, and mostly there are enough without them
        long total = broad ? upTo(where(filter, Text.WITHOUT_DESCRIPTION), most) : 0;
        if (total <= most) {
            total = upTo(where, most);
        }
        return new Page<>(items(where, filter, page, size), page, size, total);
    }

    private long upTo(Where where, int most) {
        return where.bind(jdbc.sql("select count(*) from (select 1 from ticket t " + where.sql()
                        + " fetch next :most rows only) counted"))
                .param("most", most + 1)
                .query(Long.class)
                .single();
    }

    /** The same where the total is known. */
    public Page<Ticket> listOf(TicketFilter filter, int page, int size, long total) {
        return new Page<>(items(where(filter), filter, page, size), page, size, total);
    }

    private List<Ticket> items(Where where, TicketFilter filter, int page, int size) {
        return where.bind(jdbc.sql(SELECT + where.sql() + " order by " + order(filter.sort())
                        + " offset :offset rows fetch next :size rows only"))
                .param("offset", (long) page * size)
                .param("size", size)
                .query(this::ticket)
                .list();
    }

    /** How many open tickets stand in each queue; those without one under the empty name. */
    public Map<String, Long> openByQueue(@Nullable String partner, @Nullable String customer) {
        Map<String, Long> queues = new TreeMap<>();
        jdbc.sql("select coalesce(queue, '') as queue, count(*) as tickets from ticket"
                        + " where state not in ('CLOSED', 'WITHDRAWN', 'MERGED')"
                        + (partner == null ? "" : " and partner_id = :partner")
                        + (customer == null ? "" : " and customer_id = :customer")
                        + " group by coalesce(queue, '')")
                .param("partner", partner)
                .param("customer", customer)
                .query(row -> {
                    queues.put(row.getString("queue"), row.getLong("tickets"));
                });
        return queues;
    }

    /** How many open tickets are these people's, and how many of all burn, being due before then. */
    public OpenCounts openCounts(
            @Nullable String partner, @Nullable String customer, Set<String> mine, Instant dueBefore) {
        String whose = (partner == null ? "" : " and partner_id = :partner")
                + (customer == null ? "" : " and customer_id = :customer");
        String open = " state not in ('CLOSED', 'WITHDRAWN', 'MERGED')" + whose;
        return jdbc.sql("""
                        select o.mine, o.waiting, b.burning from
                        (select count(*) as mine, sum(case when next_move in (:others) then 1 else 0 end) as waiting
                          from ticket where assignee in (:mine) and%1$s) o cross join
                        (select count(*) as burning from ticket where due_at < :due and state not in (:held)
                          and%1$s) b""".formatted(open))
                .param("mine", mine)
                .param("due", at(dueBefore))
                .param("held", TicketState.held().stream().map(Enum::name).toList())
                .param("others", OpenCounts.OTHERS)
                .param("partner", partner)
                .param("customer", customer)
                .query((row, i) -> new OpenCounts(row.getLong("mine"), row.getLong("burning"), row.getLong("waiting")))
                .single();
    }

    /** The tickets that changed since then, at most five hundred, the latest first. */
    public List<Moved> movedSince(Instant since) {
        return jdbc.sql("""
                        select number, last_sequence, partner_id, customer_id from ticket
                        where updated_at >= :since order by updated_at desc fetch next 500 rows only""")
                .param("since", at(since))
                .query((row, i) -> new Moved(
                        new TicketNumber(row.getLong("number")),
                        row.getInt("last_sequence"),
                        row.getString("partner_id"),
                        row.getString("customer_id")))
                .list();
    }

    /** How many tickets each service-health issue holds, the most first. */
    public Map<String, Long> heldByOutage(@Nullable String partner) {
        Map<String, Long> held = new LinkedHashMap<>();
        jdbc.sql("""
                        select health_issue_id, count(*) as tickets from ticket
                        where state = 'LINKED_TO_OUTAGE' and health_issue_id is not null
                        and (cast(:partner as varchar(60)) is null or partner_id = :partner)
                        group by health_issue_id order by count(*) desc, health_issue_id""").param("partner", partner).query(row -> {
            held.put(row.getString("health_issue_id"), row.getLong("tickets"));
        });
        return held;
    }

    /** The open tickets linked to a service-health issue. */
    public List<TicketNumber> linkedTo(String healthIssueId) {
        return jdbc
                .sql(
                        "select number from ticket where health_issue_id = :id and state = 'LINKED_TO_OUTAGE' order by number")
                .param("id", healthIssueId)
                .query(Long.class)
                .list()
                .stream()
                .map(TicketNumber::new)
                .toList();
    }

    /** Keeps the customer's word on a closed ticket, the first time it is said. */
    public void rate(TicketNumber number, int score) {
        Ticket ticket = lock(number).orElseThrow(() -> new Refused("ticket", "a known ticket number", number));
        if (ticket.state() != TicketState.CLOSED) {
            throw new WrongState(number, ticket.state(), Set.of(TicketState.CLOSED));
        }
        if (score < 1 || score > 5) {
            throw new Refused("score", "a whole number from 1 to 5", score);
        }
        if (rating(number).isPresent()) {
            throw new Refused("score", "no second rating of the ticket", score);
        }
        jdbc.sql("update ticket set rating = :score where number = :number")
                .param("score", score)
                .param("number", number.value())
                .update();
        record(number, TimelineType.RATED, Map.of("score", score), Map.of());
    }

    public Optional<Integer> rating(TicketNumber number) {
        return jdbc.sql("select rating from ticket where number = :number and rating is not null")
                .param("number", number.value())
                .query(Integer.class)
                .optional();
    }

    /** The tickets that hang together with this one, each once, by what ties them; at most ten of a kind. */
    public List<Related> related(Ticket ticket) {
        return jdbc
                .sql("""
                        select * from (
                          (select 'PART' as tie, number, title, state from ticket where split_from = :number
                            order by number desc fetch next 10 rows only)
                          union all (select 'MERGED_HERE' as tie, number, title, state from ticket where merged_into = :number
                            order by number desc fetch next 10 rows only)
                          union all (select 'WHOLE' as tie, number, title, state from ticket where number = :whole)
                          union all (select 'GOES_ON_AS' as tie, number, title, state from ticket where number = :into)
                          union all (select 'BEFORE' as tie, number, title, state from ticket where number = :previous)
                          union all (select 'KNOWN_ISSUE' as tie, number, title, state from ticket
                            where health_issue_id = :issue and partner_id = :partner and number <> :number
                            order by number desc fetch next 10 rows only)
                          union all (select 'CUSTOMER_AND_PRODUCT' as tie, number, title, state from ticket
                            where customer_id = :customer and product_family = :family and number <> :number
                            and state not in ('CLOSED', 'WITHDRAWN', 'MERGED')
                            order by number desc fetch next 10 rows only)) tied""")
                .param("number", ticket.number().value())
                .param("whole", ticket.splitFrom())
                .param("into", ticket.mergedInto())
                .param("previous", ticket.previousNumber())
                .param("issue", ticket.healthIssueId())
                .param("partner", ticket.partnerId())
                .param("customer", ticket.customerId())
                .param("family", ticket.productFamily())
                .query((row, i) -> new Related(
                        Related.Tie.valueOf(row.getString("tie")),
                        new TicketNumber(row.getLong("number")),
                        row.getString("title"),
                        TicketState.valueOf(row.getString("state"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Related::number, one -> one, (first, again) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    /** The open tickets of a customer. */
    public List<TicketNumber> openOf(String customerId) {
        return jdbc.sql("""
                        select number from ticket where customer_id = :customer
                        and state not in ('CLOSED', 'WITHDRAWN', 'MERGED') order by number""").param("customer", customerId).query(Long.class).list().stream()
                .map(TicketNumber::new)
                .toList();
    }

    /** The tickets, open or over, that these contacts asked for. */
    public List<TicketNumber> ofContacts(Set<String> contactIds) {
        return jdbc
                .sql("select number from ticket where contact_id in (:ids) order by number")
                .param("ids", contactIds)
                .query(Long.class)
                .list()
                .stream()
                .map(TicketNumber::new)
                .toList();
    }

    /** Keeps the steps tried, after those kept before. */
    public void keepSteps(TicketNumber number, List<DiagnosisStep> steps) {
        int position = jdbc.sql("select count(*) from diagnosis_step where ticket = :ticket")
                .param("ticket", number.value())
                .query(Integer.class)
                .single();
        for (DiagnosisStep step : steps) {
            jdbc.sql("insert into diagnosis_step values (:ticket, :position, :tried, :result, :at, :actor)")
                    .param("ticket", number.value())
                    .param("position", position++)
                    .param("tried", step.tried())
                    .param("result", step.result())
                    .param("at", at(step.at()))
                    .param("actor", step.actor())
                    .update();
        }
    }

    public List<DiagnosisStep> steps(TicketNumber number) {
        return jdbc.sql("select * from diagnosis_step where ticket = :ticket order by position")
                .param("ticket", number.value())
                .query((row, i) -> new DiagnosisStep(
                        row.getString("tried"), row.getString("result"), instant(row, "at"), row.getString("actor")))
                .list();
    }

    private static final String SELECT = """
            select t.*, d.body as description, coalesce(d.withheld, false) as withheld
            from ticket t left join message d on d.id = t.description_id\s""";

    private static String order(@Nullable String sort) {
        if (sort == null) {
            return "t.number desc";
        }
        boolean down = sort.startsWith("-");
        String column = SORTABLE.get(down ? sort.substring(1) : sort);
        if (column == null) {
            throw new Refused(
                    "sort",
                    "one of " + SORTABLE.keySet().stream().sorted().toList() + ", \"-\" before it turns it",
                    sort);
        }
        return column + (down ? " desc" : "") + (NULLABLE.contains(column) ? " nulls last" : "") + ", t.number";
    }

    /** How a text is looked for. */
    private enum Text {
        /** All tickets with it are found by an index. */
        FOUND,
        /** Each ticket is asked, in the list's order: quicker where very many have it. */
        EACH,
        /** The same, without the description. */
        WITHOUT_DESCRIPTION
    }

    private static Where where(TicketFilter filter) {
        return where(filter, Text.FOUND);
    }

    private static Where where(TicketFilter filter, Text how) {
        Where where = new Where();
        if (!filter.states().isEmpty()) {
            where.and(
                    "t.state in (:states)",
                    "states",
                    filter.states().stream().map(Enum::name).toList());
        }
        where.equal("t.partner_id", "partner", filter.partner());
        where.equal("t.customer_id", "customer", filter.customer());
        where.equal("t.queue", "queue", filter.queue());
        if (filter.assignees().contains(TicketFilter.NOBODY)) {
            where.and("(t.assignee is null or t.assignee in (:assignees))", "assignees", filter.assignees());
        } else {
            where.among("t.assignee", "assignees", filter.assignees());
        }
        where.among("t.customer_id", "customers", filter.customers());
        where.equal("t.product_family", "family", filter.productFamily());
        where.among("t.next_move", "nextMoves", filter.nextMoves());
        if (filter.dueBefore() != null) {
            where.and("t.due_at < :dueBefore", "dueBefore", at(filter.dueBefore()));
        }
        where.equal("t.severity", "severity", filter.severity());
        where.equal("t.external_reference", "reference", filter.externalReference());
        if (filter.updatedSince() != null) {
            where.and("t.updated_at >= :since", "since", at(filter.updatedSince()));
        }
        String text = filter.text();
        if (text != null && !text.isBlank()) {
            String pattern = "%"
                    + text.strip()
                            .toLowerCase(Locale.ROOT)
                            .replace("!", "!!")
                            .replace("%", "!%")
                            .replace("_", "!_")
                    + "%";
            String own = matches("t.", filter);
            where.and(
                    switch (how) {
                        case FOUND -> "t.number in (" + found(filter, "union") + ")";
                        case WITHOUT_DESCRIPTION -> "(" + own + ")";
                        case EACH ->
                            "(" + own + " or (select lower(b.body) like :text escape '!'"
                                    + (filter.customer() == null ? "" : " and not b.withheld")
                                    + " from message b where b.id = t.description_id))";
                    },
                    "text",
                    pattern);
            if (!filter.named().isEmpty()) {
                where.params.put("named", filter.named());
            }
        }
        return where;
    }

    private static String matches(String table, TicketFilter filter) {
        return "lower(" + table + "title) like :text escape '!'"
                + " or cast(" + table + "number as varchar(20)) like :text escape '!'"
                + " or lower(" + table + "external_reference) like :text escape '!'"
                + " or lower(" + table + "external_id) like :text escape '!'"
                + " or lower(" + table + "customer_id) like :text escape '!'"
                + (filter.named().isEmpty() ? "" : " or " + table + "customer_id in (:named)");
    }

    /** The numbers of all tickets that the text is in: two selects, since no index serves an "or" over two tables. */
    private static String found(TicketFilter filter, String union) {
        return "select number from ticket where " + matches("", filter) + " " + union
                + " select k.number from message m join ticket k on k.description_id = m.id"
                + " where lower(m.body) like :text escape '!'"
                + (filter.customer() == null ? "" : " and not m.withheld");
    }

    private boolean isBroad(TicketFilter filter) {
        String text = filter.text();
        if (text == null || text.isBlank()) {
            return false;
        }
        Where only = where(new TicketFilter(
                List.of(),
                null,
                filter.customer(),
                null,
                Set.of(),
                null,
                null,
                null,
                text,
                null,
                Set.of(),
                null,
                Set.of(),
                null,
                filter.named()));
        long many = jdbc.sql("select count(*) from (select number from (" + found(filter, "union all")
                        + ") matching fetch next :most rows only) counted")
                .params(only.params)
                .param("most", BROAD + 1)
                .query(Long.class)
                .single();
        return many > BROAD;
    }

    private Ticket ticket(ResultSet row, int index) throws SQLException {
        String description = row.getString("description");
        return new Ticket(
                new TicketNumber(row.getLong("number")),
                row.getString("source"),
                row.getString("external_reference"),
                row.getString("title"),
                description == null ? "" : description,
                row.getString("reported_category"),
                TicketState.valueOf(row.getString("state")),
                row.getString("severity"),
                row.getString("issue_class"),
                row.getObject("break_fix", Boolean.class),
                row.getString("boundary"),
                row.getString("handling_party"),
                row.getString("authority"),
                row.getString("authority_missing"),
                row.getString("vehicle"),
                row.getString("vehicle_reason"),
                row.getString("eligible"),
                row.getObject("incident_cost", Integer.class),
                row.getString("channel"),
                row.getString("deep_link"),
                row.getString("external_id"),
                row.getString("third_party_reference"),
                row.getString("queue"),
                row.getString("assignee"),
                row.getString("customer_id"),
                row.getString("partner_id"),
                row.getString("subscription_id"),
                row.getString("product_family"),
                row.getString("contact_id"),
                row.getString("policy_set"),
                row.getString("environment"),
                row.getString("business_impact"),
                row.getBoolean("commit24x7"),
                row.getString("next_move"),
                row.getString("cause_domain"),
                row.getBoolean("diagnosis_complete"),
                row.getBoolean("partner_fix_exhausted"),
                row.getBoolean("knowledge_match"),
                row.getBoolean("customer_locked_out"),
                row.getString("health_match"),
                row.getString("health_issue_id"),
                row.getObject("symptoms_match", Boolean.class),
                row.getObject("needs_engineering", Boolean.class),
                maybeInstant(row, "health_checked_at"),
                row.getString("outage_action"),
                row.getBoolean("customer_wrote"),
                row.getString("question"),
                row.getString("solution"),
                row.getString("prepared_by"),
                row.getObject("merged_into", Long.class),
                row.getObject("previous_number", Long.class),
                row.getObject("split_from", Long.class),
                row.getInt("shown_from"),
                row.getBoolean("withheld"),
                row.getObject("response_minutes", Integer.class),
                row.getObject("update_minutes", Integer.class),
                row.getObject("resolution_minutes", Integer.class),
                row.getObject("microsoft_minutes", Integer.class),
                row.getObject("chase_minutes", Integer.class),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                maybeInstant(row, "resolved_at"),
                maybeInstant(row, "closed_at"),
                maybeInstant(row, "due_at"),
                row.getInt("last_sequence"),
                row.getString("process_instance_id"));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant maybeInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static final class Where {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> params = new LinkedHashMap<>();

        void equal(String column, String name, @Nullable String value) {
            if (value != null) {
                and(column + " = :" + name, name, value);
            }
        }

        void among(String column, String name, Collection<String> values) {
            if (!values.isEmpty()) {
                and(column + " in (:" + name + ")", name, values);
            }
        }

        void and(String condition, String name, Object value) {
            conditions.add(condition);
            params.put(name, value);
        }

        String sql() {
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }

        JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
            return statement.params(params);
        }
    }
}
