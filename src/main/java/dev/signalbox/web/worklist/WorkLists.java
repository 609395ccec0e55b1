package dev.signalbox.web.worklist;

import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.worklist.WorkList.Cell;
import dev.signalbox.web.worklist.WorkList.Field;
import dev.signalbox.web.worklist.WorkList.Filters;
import dev.signalbox.web.worklist.WorkList.Heading;
import dev.signalbox.web.worklist.WorkList.Listing;
import dev.signalbox.web.worklist.WorkList.Option;
import dev.signalbox.web.worklist.WorkList.Row;
import dev.signalbox.web.worklist.WorkList.Select;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Draws lists of tickets and the form above them. */
@Component
class WorkLists {

    private final Customers customers;
    private final ClockFace clocks;
    private final Words words;

    WorkLists(Customers customers, ClockFace clocks, Words words) {
        this.customers = customers;
        this.clocks = clocks;
        this.words = words;
    }

    /** @param here the address that leads to this list, to which {@code same} belongs too */
    Listing listing(
            Page<Ticket> found,
            ListQuery query,
            List<Column> columns,
            ListQuery here,
            Map<String, ?> same,
            Set<?> chosen,
            boolean capped) {
        Map<String, Customers.Known> known =
                customers.known(found.items().stream().map(Ticket::customerId).collect(Collectors.toSet()));
        boolean more = capped && found.total() > WorkListController.MOST;
        long total = more ? WorkListController.MOST : found.total();
        int pages = (int) ((total + found.size() - 1) / found.size());
        return new Listing(
                columns.stream().map(column -> heading(column, query)).toList(),
                found.items().stream()
                        .map(ticket -> row(
                                ticket,
                                columns,
                                known.getOrDefault(
                                        ticket.customerId(), new Customers.Known(ticket.customerId(), ZoneOffset.UTC)),
                                chosen.contains(ticket.number().toString())))
                        .toList(),
                total,
                more,
                found.page() + 1,
                pages,
                found.page() > 0 ? page(here, same, found.page() - 1) : null,
                found.page() + 1 < pages ? page(here, same, found.page() + 1) : null);
    }

    private static String page(ListQuery here, Map<String, ?> same, int page) {
        Map<String, Object> more = new HashMap<>(same);
        more.put("page", page);
        return (same.isEmpty() ? here : new ListQuery(Map.of(), Map.of(), null, List.of())).href(more);
    }

    private Heading heading(Column column, ListQuery query) {
        String sort = column.sort();
        String now = query.sort() != null ? query.sort() : query.is("closed") ? "-updatedAt" : "dueAt";
        boolean up = now.equals(sort);
        boolean down = now.equals("-" + sort);
        return new Heading(
                words.of("list." + column.wireName()),
                sort == null ? null : up ? "-" + sort : sort,
                up ? "ascending" : down ? "descending" : "none",
                column.narrow() ? "" : "wide");
    }

    private Row row(Ticket ticket, List<Column> columns, Customers.Known customer, boolean chosen) {
        String number = ticket.number().toString();
        return new Row(
                number,
                ticket.title(),
                chosen,
                number + " · " + customer.name() + " · "
                        + words.code("state", ticket.state().name()),
                columns.stream().map(column -> cell(column, ticket, customer)).toList());
    }

    private Cell cell(Column column, Ticket ticket, Customers.Known customer) {
        return switch (column) {
            case DUE -> new Cell("", null, clocks.of(ticket, customer.timeZone()), null, null, null);
            case SEVERITY -> severity(ticket.severity());
            case NUMBER -> Cell.text("num wide", ticket.number().toString());
            case TICKET -> new Cell("title", null, null, null, ticket.title(), detail(ticket));
            case CUSTOMER -> Cell.text("wide", customer.name());
            case STATE ->
                Cell.text("state wide", words.code("state", ticket.state().name()));
            case NEXT -> Cell.text("wide", words.code("next", ticket.nextMove()));
            case OWNER -> Cell.text("wide", or(ticket.assignee()));
            case QUEUE -> Cell.text("wide", words.code("queue", ticket.queue()));
            case PRODUCT -> Cell.text("wide", words.code("family", ticket.productFamily()));
            case REFERENCE -> Cell.text("num wide", or(ticket.externalReference()));
            case CASE -> Cell.text("num wide", or(ticket.externalId()));
            case CREATED -> Cell.text("num wide", Times.moment(ticket.createdAt()));
            case UPDATED -> Cell.text("num wide", Times.moment(ticket.updatedAt()));
        };
    }

    private static Cell severity(@Nullable String severity) {
        return new Cell(
                severity == null ? "" : severity.toLowerCase(Locale.ROOT),
                null,
                null,
                severity == null ? "" : severity,
                null,
                null);
    }

    private String detail(Ticket ticket) {
        String detail = words.code("family", ticket.productFamily());
        if (ticket.externalId() != null) {
            return detail + " · Microsoft " + ticket.externalId();
        }
        return ticket.externalReference() == null ? detail : detail + " · " + ticket.externalReference();
    }

    private static String or(@Nullable String text) {
        return text == null ? "–" : text;
    }

    Filters filters(ListQuery query, Caller caller) {
        List<Field> hidden = new ArrayList<>();
        query.of().forEach((name, value) -> hidden.add(new Field(name, value)));
        if (query.sort() != null) {
            hidden.add(new Field("sort", query.sort()));
        }
        List<Select> selects = new ArrayList<>();
        boolean closed = query.is("closed");
        selects.add(select(
                "state",
                query,
                Arrays.stream(TicketState.values())
                        .filter(state -> query.of().containsKey("q") || state.isOver() == closed)
                        .map(Enum::name),
                "state"));
        selects.add(select("severity", query, Stream.of("A", "B", "C"), "severity"));
        selects.add(select("product", query, ListQuery.FAMILIES.stream().sorted(), "family"));
        if (!caller.isCustomer()
                && query.of().keySet().stream().noneMatch(Set.of("mine", "waiting", "assignee")::contains)) {
            selects.add(select("owner", query, ListQuery.OWNERS.stream().sorted(), "list.owner"));
        }
        return new Filters(
                hidden,
                selects,
                query.filters().get("customer"),
                !caller.isCustomer(),
                Arrays.stream(Column.values())
                        .filter(column -> column != Column.TICKET)
                        .filter(column -> !caller.isCustomer() || column.forCustomers())
                        .map(column -> new Option(
                                column.wireName(),
                                words.of("list." + column.wireName()),
                                query.shown().contains(column)))
                        .toList(),
                !query.filters().isEmpty() || query.sort() != null);
    }

    private Select select(String name, ListQuery query, Stream<String> values, String group) {
        String on = query.filters().get(name);
        List<Option> options = new ArrayList<>();
        options.add(new Option("", words.of("list.any." + name), on == null));
        values.map(value -> new Option(value, words.code(group, value), value.equals(on)))
                .forEach(options::add);
        return new Select(name, words.of("list.filter." + name), options);
    }
}
