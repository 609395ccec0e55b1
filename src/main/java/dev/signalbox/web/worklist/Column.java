package dev.signalbox.web.worklist;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column that a list may show. The ticket's own is always there. */
enum Column {
    DUE("due", "dueAt", true),
    SEVERITY("severity", "severity", true),
    NUMBER("number", "number", true),
    TICKET("ticket", "title", true),
    CUSTOMER("customer", "customerId", true),
    STATE("state", "state", true),
    NEXT("next", null, true),
    OWNER("owner", "assignee", true),
    QUEUE("queue", "queue", false),
    PRODUCT("product", null, false),
    REFERENCE("reference", null, false),
    CASE("case", null, false),
    CREATED("created", "createdAt", false),
    UPDATED("updated", "updatedAt", false);

    static final List<Column> USUAL =
            Arrays.stream(values()).filter(column -> column.usual).toList();

    /** How the desk is organised is no customer's business, and whose ticket it is each knows. */
    private static final Set<Column> INTERNAL = Set.of(CUSTOMER, OWNER, QUEUE);

    private final String name;
    private final @Nullable String sort;
    private final boolean usual;

    Column(String name, @Nullable String sort, boolean usual) {
        this.name = name;
        this.sort = sort;
        this.usual = usual;
    }

    /** Its name in addresses and message files. */
    String wireName() {
        return name;
    }

    /** What the list is sorted by under it; null where it cannot be. */
    @Nullable
    String sort() {
        return sort;
    }

    boolean forCustomers() {
        return !INTERNAL.contains(this);
    }

    /** Whether a narrow screen has room for it. */
    boolean narrow() {
        return this == DUE || this == SEVERITY || this == TICKET;
    }
}
