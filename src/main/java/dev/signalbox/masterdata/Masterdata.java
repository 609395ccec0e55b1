package dev.signalbox.masterdata;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.AccessChange;
import dev.signalbox.customer.AccessPut;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.HoursPut;
import dev.signalbox.entitlement.BalancePut;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts, finds and lists the partner's own data of any kind, within what the caller reaches. */
@Component
public class Masterdata {

    private static final String PLANS = "support-plans";
    private static final String BALANCE = "incidentsRemaining";

    private final Rows rows;
    private final Audit audit;
    private final Customers customers;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Masterdata(Rows rows, Audit audit, Customers customers, Clock clock, ApplicationEventPublisher events) {
        this.rows = rows;
        this.audit = audit;
        this.customers = customers;
        this.clock = clock;
        this.events = events;
    }

    /** What putting an item did. */
    public enum Result {
        NEW,
        CHANGED,
        UNCHANGED
    }

    /**
     * An item as it is shown: its id, then its fields; secrets are hidden.
     *
     * @param changes by field what it was and what it is now, for an item that was put
     */
    public record Put(
            Result result, Map<String, @Nullable Object> item, Map<String, Map<String, @Nullable Object>> changes) {}

    public Optional<Map<String, @Nullable Object>> find(Scope scope, Kind kind, String id) {
        return rows.find(kind, id).filter(row -> scope.reaches(row.partnerId())).map(row -> shown(kind, row));
    }

    /** Items by id; {@code q} is looked for in id and name, {@code customer}, an id, tenant or domain, leaves those that belong to it. */
    public Page<Map<String, @Nullable Object>> page(
            Scope scope, Kind kind, @Nullable String q, @Nullable String customer, int page, int size) {
        String owner = customer == null
                ? null
                : customers.resolve(customer).map(Customer::id).orElse(customer);
        Rows.Wanted wanted = new Rows.Wanted(scope.partnerId(), owner, q == null || q.isBlank() ? null : q.strip());
        List<Map<String, @Nullable Object>> items = rows.page(kind, wanted, page, size).stream()
                .map(row -> shown(kind, row))
                .toList();
        return new Page<>(items, page, size, rows.count(kind, wanted));
    }

    /**
     * Makes the item, or changes it to exactly these fields: what is not given gets its default.
     *
     * @return what was done; empty where the id is that of an item the caller does not reach
     * @throws Refused naming each field that does not fit
     */
    @Transactional
    public Optional<Put> put(Scope scope, Kind kind, String id, Map<String, ?> given) {
        return put(scope, kind, id, given, (kindOf, missing) -> false);
    }

    /** The same; a reference that {@code expected} knows to be missing for another reason is no problem of this item. */
    Optional<Put> put(Scope scope, Kind kind, String id, Map<String, ?> given, BiPredicate<String, String> expected) {
        List<Problem> problems = new ArrayList<>();
        if (Form.ID.fromText(id) == null) {
            problems.add(Problem.of("externalId", Form.ID.expected(), id));
        }
        for (String name : given.keySet()) {
            if (!kind.columns().contains(name)) {
                problems.add(Problem.of(name, "one of the fields " + kind.columns(), "an unknown field"));
            }
        }
        if (problems.isEmpty() && kind.name().equals(PLANS)) {
            // its balance moves by itself; nobody may take an incident between our look and our write
            rows.lock(kind, id);
        }
        Optional<Rows.Row> before = problems.isEmpty() ? rows.find(kind, id) : Optional.empty();
        if (before.isPresent() && !scope.reaches(before.get().partnerId())) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> values = read(kind, given, before, problems);
        kind.rule().check(new Rule.Item(id, values, before.map(Rows.Row::values), scope, rows), problems::add);
        List<String> waiting = references(scope, kind, values, expected, problems);
        unique(kind, id, values, problems);
        fixed(kind, values, before, problems);
        whose(scope, kind, id, values, problems);
        if (!problems.isEmpty()) {
            throw new Refused(problems.stream().distinct().toList());
        }
        if (!waiting.isEmpty()) {
            throw new Waiting(waiting);
        }
        return Optional.of(write(kind, id, values, before));
    }

    /** An item that cannot be written because another one, which it refers to, was refused. */
    static final class Waiting extends RuntimeException {

        private final transient List<String> references;

        Waiting(List<String> references) {
            super("Waits for " + String.join(", ", references));
            this.references = List.copyOf(references);
        }

        List<String> references() {
            return references;
        }
    }

    private static Map<String, @Nullable Object> read(
            Kind kind, Map<String, ?> given, Optional<Rows.Row> before, List<Problem> problems) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field field : kind.fieldList()) {
            Object raw = given.get(field.name());
            Object kept = before.map(row -> row.values().get(field.name())).orElse(null);
            if (field.secret() && Field.HIDDEN.equals(raw)) {
                values.put(field.name(), kept);
            } else {
                values.put(field.name(), field.read(raw, problems::add));
            }
        }
        return values;
    }

    /** @return references to what is missing because it was refused itself */
    private List<String> references(
            Scope scope,
            Kind kind,
            Map<String, @Nullable Object> values,
            BiPredicate<String, String> expected,
            List<Problem> problems) {
        List<String> waiting = new ArrayList<>();
        for (Field field : kind.fieldList()) {
            String to = field.refersTo();
            Object value = values.get(field.name());
            if (to == null || value == null) {
                continue;
            }
            for (Object id : value instanceof List<?> items ? items : List.of(value)) {
                Optional<Rows.Row> found = rows.find(Rows.kind(to), id.toString());
                // A queue's team may be nobody's in particular; what belongs to a partner is for that partner
                if (found.filter(row -> row.partnerId() == null || scope.reaches(row.partnerId()))
                        .isPresent()) {
                    continue;
                }
                if (found.isEmpty() && expected.test(to, id.toString())) {
                    waiting.add(to + " " + id);
                } else {
                    problems.add(Problem.of(field.name(), field.expected(), id));
                }
            }
        }
        return waiting;
    }

    private void unique(Kind kind, String id, Map<String, @Nullable Object> values, List<Problem> problems) {
        for (Field field : kind.fieldList()) {
            Object value = values.get(field.name());
            if (field.unique() && value != null) {
                rows.holder(kind, field, value, id)
                        .ifPresent(other -> problems.add(Problem.of(field.name(), unlikeOthers(kind), value)));
            }
        }
    }

    static String unlikeOthers(Kind kind) {
        return "one that no other " + kind.singular() + " has";
    }

    private static void fixed(
            Kind kind, Map<String, @Nullable Object> values, Optional<Rows.Row> before, List<Problem> problems) {
        before.ifPresent(row -> kind.fieldList().stream()
                .filter(Field::fixed)
                .filter(field -> values.get(field.name()) != null
                        && !Objects.equals(
                                values.get(field.name()), row.values().get(field.name())))
                .forEach(field -> problems.add(Problem.of(
                        field.name(),
                        "\"" + row.values().get(field.name()) + "\", which stays",
                        values.get(field.name())))));
    }

    /** Nobody makes what they could not see afterwards. */
    private static void whose(
            Scope scope, Kind kind, String id, Map<String, @Nullable Object> values, List<Problem> problems) {
        Object partner = kind.whose() == Kind.Whose.ITSELF ? id : values.get("partnerId");
        boolean through = kind.whose() == Kind.Whose.CUSTOMER;
        if (scope.partnerId() != null && !through && !scope.reaches(partner == null ? null : partner.toString())) {
            problems.add(Problem.of(
                    kind.whose() == Kind.Whose.ITSELF ? "externalId" : "partnerId",
                    "the caller's own partner, \"" + scope.partnerId() + "\"",
                    partner));
        }
    }

    private Put write(Kind kind, String id, Map<String, @Nullable Object> values, Optional<Rows.Row> before) {
        Map<String, Map<String, @Nullable Object>> changes = new LinkedHashMap<>();
        Map<String, Object> was = new LinkedHashMap<>();
        Map<String, Object> became = new LinkedHashMap<>();
        for (Field field : kind.fieldList()) {
            Object old = before.map(row -> row.values().get(field.name())).orElse(null);
            Object now = values.get(field.name());
            if (Objects.equals(old, now)) {
                continue;
            }
            Map<String, @Nullable Object> change = new LinkedHashMap<>();
            change.put("from", field.secret() && old != null ? Field.HIDDEN : old);
            change.put("to", field.secret() && now != null ? Field.HIDDEN : now);
            changes.put(field.name(), change);
            boolean silent = field.secret() || field.personal();
            if (old != null) {
                was.put(field.name(), silent ? Field.HIDDEN : old.toString());
            }
            if (now != null) {
                became.put(field.name(), silent ? Field.HIDDEN : now.toString());
            }
        }
        Result result = before.isEmpty() ? Result.NEW : changes.isEmpty() ? Result.UNCHANGED : Result.CHANGED;
        boolean usable = usable(kind, values);
        if (result == Result.NEW) {
            rows.insert(kind, id, values);
        } else if (result == Result.CHANGED) {
            rows.update(kind, id, values);
        }
        Optional<AccessChange> access = accessAfter(kind, values, usable, result);
        Rows.Row after =
                rows.find(kind, id).orElseThrow(() -> new IllegalStateException("Expected " + kind + " " + id));
        if (result != Result.UNCHANGED) {
            Object customer = kind == Rows.kind("customers") ? id : values.get("customerId");
            audit.keep(Change.of(kind.singular() + (result == Result.NEW ? ".created" : ".changed"), kind.name(), id)
                    .of(after.partnerId(), customer == null ? null : customer.toString())
                    .from(was)
                    .to(became));
        }
        if (result == Result.CHANGED && kind.name().equals(PLANS) && changes.containsKey(BALANCE)) {
            events.publishEvent(new BalancePut(
                    id, (Integer) before.map(row -> row.values().get(BALANCE)).orElse(null), (Integer)
                            values.get(BALANCE)));
        }
        if (result != Result.UNCHANGED && HoursPut.KINDS.contains(kind.name())) {
            events.publishEvent(
                    new HoursPut(kind.name(), id, after.partnerId(), (String) values.get("customerId"), (String)
                            values.get("versionOf")));
        }
        access.ifPresent(change -> events.publishEvent(new AccessPut(change, String.valueOf(values.get("status")))));
        return new Put(result, shown(kind, after), changes);
    }

    private boolean usable(Kind kind, Map<String, @Nullable Object> values) {
        return kind.name().equals("delegated-access")
                && customers
                        .access(String.valueOf(values.get("customerId")))
                        .map(access -> access.usable(clock.instant()))
                        .orElse(false);
    }

    /** What a put access means for the customer's open tickets. */
    private Optional<AccessChange> accessAfter(
            Kind kind, Map<String, @Nullable Object> values, boolean before, Result result) {
        if (!kind.name().equals("delegated-access") || result == Result.UNCHANGED) {
            return Optional.empty();
        }
        boolean now = usable(kind, values);
        return Optional.of(new AccessChange(String.valueOf(values.get("customerId")), before && !now, !before && now));
    }

    private static Map<String, @Nullable Object> shown(Kind kind, Rows.Row row) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("externalId", row.id());
        for (Field field : kind.fieldList()) {
            Object value = row.values().get(field.name());
            item.put(field.name(), field.secret() && value != null ? Field.HIDDEN : value);
        }
        return item;
    }
}
