package dev.signalbox.web.worklist;

import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Codes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which tickets a list shows and how, as it stands in its address: the list itself ({@code of}), and what somebody made
 * of it, its filters, sort and columns.
 *
 * @param of which list: queue, mine, burning, waiting, closed, assignee, q
 * @param filters state, severity, product, customer, owner
 */
record ListQuery(
        Map<String, String> of,
        Map<String, String> filters,
        @Nullable String sort,
        List<Column> columns) {

    static final Set<String> LISTS = Set.of("queue", "mine", "burning", "waiting", "closed", "assignee", "q");
    static final Set<String> FILTERS = Set.of("state", "severity", "product", "customer", "owner");
    static final Set<String> FAMILIES = Set.copyOf(Codes.FAMILIES);
    static final Set<String> OWNERS = Set.of("me", "nobody");

    private static final int LONGEST = 200;

    /**
     * Reads the address or the form of a list.
     *
     * @throws Refused where a value is none of those there are
     */
    static ListQuery read(Map<String, String> given) {
        Map<String, String> of = new LinkedHashMap<>();
        Map<String, String> filters = new LinkedHashMap<>();
        String[] sort = {null};
        EnumSet<Column> columns = EnumSet.noneOf(Column.class);
        given.forEach((name, value) -> {
            if (value.isBlank() || value.equals("false")) {
                return;
            }
            if (LISTS.contains(name)) {
                of.put(name, text(name, value));
            } else if (FILTERS.contains(name)) {
                filters.put(name, filter(name, value));
            } else if (name.equals("sort")) {
                sort[0] = oneOf("sort", sortOf(value), Tickets.sortable()) == null ? null : value;
            } else if (name.equals("columns")) {
                Arrays.stream(value.split(",")).forEach(column -> columns.add(column(column)));
            }
        });
        if (!columns.isEmpty()) {
            columns.add(Column.TICKET);
        }
        return new ListQuery(of, filters, sort[0], List.copyOf(columns));
    }

    /** Reads what was kept before; what no longer fits is left out. */
    static ListQuery kept(@Nullable String query) {
        Map<String, String> fitting = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int at = pair.indexOf('=');
            try {
                String name = pair.substring(0, Math.max(at, 0));
                String value = URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8);
                read(Map.of(name, value));
                fitting.put(name, value);
            } catch (Refused | IllegalArgumentException gone) {
                // a column or a state of an earlier version
            }
        }
        return read(fitting);
    }

    /** The name under which this list's filters and sort are kept; null where they are not, in a search. */
    @Nullable
    String place() {
        if (of.containsKey("q") || of.containsKey("assignee")) {
            return null;
        }
        String queue = of.get("queue");
        return "list."
                + (queue == null
                        ? of.isEmpty() ? "all" : String.join("+", new TreeSet<>(of.keySet()))
                        : "queue." + queue);
    }

    /** Whether the address says nothing but which list it is, so that what was kept holds. */
    boolean bare() {
        return filters.isEmpty() && sort == null && columns.isEmpty();
    }

    ListQuery with(ListQuery kept, List<Column> columnsKept) {
        return new ListQuery(of, kept.filters, kept.sort, columnsKept);
    }

    boolean is(String list) {
        return "true".equals(of.get(list));
    }

    @Nullable
    TicketState state() {
        String state = filters.get("state");
        return state == null ? null : TicketState.valueOf(state);
    }

    List<Column> shown() {
        return columns.isEmpty() ? Column.USUAL : columns;
    }

    /** The address of the list, with {@code more} beside what is asked for. */
    String href(Map<String, ?> more) {
        Map<String, Object> values = new LinkedHashMap<>(all());
        values.putAll(more);
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/");
        values.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(values).toUriString();
    }

    /** All of it as it stands in an address. */
    String query() {
        String address = href(Map.of());
        return address.substring(address.indexOf('?') + 1).replaceFirst("^/$", "");
    }

    /** Filters and sort alone. */
    String made() {
        return new ListQuery(Map.of(), filters, sort, List.of()).query();
    }

    private Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(of);
        all.putAll(filters);
        BiConsumer<String, @Nullable String> put = (name, value) -> {
            if (value != null && !value.isEmpty()) {
                all.put(name, value);
            }
        };
        put.accept("sort", sort);
        put.accept("columns", columns.stream().map(Column::wireName).collect(Collectors.joining(",")));
        return all;
    }

    private static String filter(String name, String value) {
        return switch (name) {
            case "state" ->
                oneOf(
                        name,
                        value,
                        Arrays.stream(TicketState.values()).map(Enum::name).collect(Collectors.toSet()));
            case "severity" -> oneOf(name, value, Set.of("A", "B", "C"));
            case "product" -> oneOf(name, value, FAMILIES);
            case "owner" -> oneOf(name, value, OWNERS);
            default -> text(name, value);
        };
    }

    private static Column column(String name) {
        return Arrays.stream(Column.values())
                .filter(column -> column.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "columns",
                        "some of "
                                + Arrays.stream(Column.values())
                                        .map(Column::wireName)
                                        .toList(),
                        name));
    }

    private static String sortOf(String value) {
        return value.startsWith("-") ? value.substring(1) : value;
    }

    private static String oneOf(String name, String value, Set<String> known) {
        if (!known.contains(value)) {
            throw new Refused(name, "one of " + new TreeSet<>(known), value);
        }
        return value;
    }

    private static String text(String name, String value) {
        if (value.length() > LONGEST) {
            throw new Refused(name, "at most " + LONGEST + " characters", value.length() + " characters");
        }
        return value.strip();
    }
}
