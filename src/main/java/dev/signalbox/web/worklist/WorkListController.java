package dev.signalbox.web.worklist;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The work list. */
@Controller
class WorkListController {

    private static final int SIZE = 50;
    private static final List<TicketState> ENDED =
            List.of(TicketState.CLOSED, TicketState.WITHDRAWN, TicketState.MERGED);

    private final Tickets tickets;
    private final Customers customers;
    private final Frames frames;
    private final Words words;
    private final ClockFace clocks;

    WorkListController(Tickets tickets, Customers customers, Frames frames, Words words, ClockFace clocks) {
        this.tickets = tickets;
        this.customers = customers;
        this.frames = frames;
        this.words = words;
        this.clocks = clocks;
    }

    @GetMapping("/")
    String list(
            Caller caller,
            Model model,
            @RequestParam(required = false) @Nullable String queue,
            @RequestParam(required = false) @Nullable TicketState state,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(defaultValue = "false") boolean mine,
            @RequestParam(defaultValue = "false") boolean closed,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "0") int page) {
        caller.needs(Action.SEE_TICKETS);
        boolean searching = q != null && !q.isBlank();
        List<TicketState> states = state != null
                ? List.of(state)
                : searching ? List.of() : closed ? ENDED : List.copyOf(TicketState.open());
        TicketFilter filter = new TicketFilter(
                states,
                caller.partnerId(),
                caller.customerId(),
                queue,
                mine ? caller.account() : assignee,
                null,
                null,
                null,
                q,
                closed ? "-updatedAt" : "dueAt");
        Page<Ticket> found = tickets.list(filter, Math.max(0, Math.min(page, 100_000)), SIZE);
        String at = searching ? "search" : mine ? "mine" : closed ? "closed" : queue == null ? "all" : queue;
        UriComponentsBuilder here = UriComponentsBuilder.fromPath("/");
        if (queue != null) {
            here.queryParam("queue", "{queue}");
        }
        if (mine) {
            here.queryParam("mine", true);
        }
        if (assignee != null) {
            here.queryParam("assignee", "{assignee}");
        }
        if (searching) {
            here.queryParam("q", "{q}");
        }
        if (closed) {
            here.queryParam("closed", true);
        }
        Map<String, Object> values = new HashMap<>();
        values.put("queue", queue == null ? "" : queue);
        values.put("assignee", assignee == null ? "" : assignee);
        values.put("q", q == null ? "" : q);
        model.addAttribute("frame", frames.of(caller, at, q));
        model.addAttribute(
                "heading",
                assignee != null && !mine
                        ? words.of("list.of", assignee)
                        : queue == null
                                ? words.of(mine ? "frame.mine" : closed ? "frame.closed" : "frame.open")
                                : words.code("queue", queue));
        model.addAttribute("chips", chips(here, values, state, closed));
        if (state != null) {
            here.queryParam("state", state.name());
        }
        model.addAttribute("list", rows(found, here, values));
        return "worklist/worklist";
    }

    private List<Chip> chips(
            UriComponentsBuilder here, Map<String, Object> values, @Nullable TicketState at, boolean closed) {
        List<Chip> chips = new ArrayList<>();
        chips.add(new Chip(words.of("list.any"), href(here, values), at == null));
        for (TicketState state : TicketState.values()) {
            if (state.isOver() == closed) {
                UriComponentsBuilder there = here.cloneBuilder().queryParam("state", state.name());
                chips.add(new Chip(words.code("state", state.name()), href(there, values), state == at));
            }
        }
        return chips;
    }

    private static String href(UriComponentsBuilder builder, Map<String, Object> values) {
        return builder.cloneBuilder().encode().buildAndExpand(values).toUriString();
    }

    private Listing rows(Page<Ticket> found, UriComponentsBuilder here, Map<String, Object> values) {
        Map<String, String> names = new HashMap<>();
        List<Row> rows = found.items().stream()
                .map(ticket -> row(ticket, names.computeIfAbsent(ticket.customerId(), id -> customers
                        .find(id)
                        .map(Customer::name)
                        .orElse(id))))
                .toList();
        int pages = (int) ((found.total() + SIZE - 1) / SIZE);
        return new Listing(
                rows,
                found.total(),
                found.page() + 1,
                pages,
                found.page() > 0 ? href(here.cloneBuilder().queryParam("page", found.page() - 1), values) : null,
                found.page() + 1 < pages
                        ? href(here.cloneBuilder().queryParam("page", found.page() + 1), values)
                        : null);
    }

    private Row row(Ticket ticket, String customer) {
        String severity = ticket.severity();
        String detail = words.code("family", ticket.productFamily());
        if (ticket.externalId() != null) {
            detail += " · Microsoft " + ticket.externalId();
        } else if (ticket.externalReference() != null) {
            detail += " · " + ticket.externalReference();
        }
        return new Row(
                ticket.number().toString(),
                clocks.of(ticket),
                severity,
                severity == null ? "" : severity.toLowerCase(Locale.ROOT),
                ticket.title(),
                detail,
                customer,
                words.code("state", ticket.state().name()),
                words.code("next", ticket.nextMove()),
                ticket.assignee() == null ? "–" : ticket.assignee());
    }

    record Chip(String label, String href, boolean on) {}

    record Listing(
            List<Row> rows,
            long total,
            int page,
            int pages,
            @Nullable String before,
            @Nullable String after) {}

    record Row(
            String number,
            ClockFace.Face clock,
            @Nullable String severity,
            String severityLook,
            String title,
            String detail,
            String customer,
            String state,
            String next,
            String owner) {}
}
