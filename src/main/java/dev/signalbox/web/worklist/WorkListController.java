package dev.signalbox.web.worklist;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.OpenCounts;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Choices;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Frame;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.SavedView;
import dev.signalbox.web.frame.SavedViews;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.worklist.WorkList.Person;
import dev.signalbox.web.worklist.WorkList.Saved;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The work list: each list as its viewer left it, and views with a name. */
@Controller
class WorkListController {

    private static final int SIZE = 50;
    private static final int CUSTOMERS = 50;
    /** Longer lists are counted no further. */
    static final int MOST = 2_000;

    private static final String COLUMNS = "list.columns";
    private static final List<TicketState> ENDED =
            List.of(TicketState.CLOSED, TicketState.WITHDRAWN, TicketState.MERGED);

    private final Tickets tickets;
    private final Customers customers;
    private final Frames frames;
    private final Choices choices;
    private final SavedViews views;
    private final WorkLists lists;
    private final Bulk bulk;
    private final Words words;
    private final Clock clock;

    WorkListController(
            Tickets tickets,
            Customers customers,
            Frames frames,
            Choices choices,
            SavedViews views,
            WorkLists lists,
            Bulk bulk,
            Words words,
            Clock clock) {
        this.tickets = tickets;
        this.customers = customers;
        this.frames = frames;
        this.choices = choices;
        this.views = views;
        this.lists = lists;
        this.bulk = bulk;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/")
    String list(
            Caller caller,
            Model model,
            @RequestParam Map<String, String> given,
            @RequestParam(required = false) @Nullable String view,
            @RequestParam(defaultValue = "0") int page) {
        caller.needs(Action.SEE_TICKETS);
        SavedView saved = view == null ? null : seen(caller, view);
        ListQuery asked = saved == null ? read(given) : ListQuery.kept(saved.query());
        Frame frame = frames.of(
                caller,
                saved == null ? at(asked) : "view:" + saved.id(),
                asked.of().get("q"));
        String place = asked.place();
        boolean asLeft = saved == null && place != null && asked.bare();
        ListQuery kept = ListQuery.kept(asLeft ? frame.choices().get(place) : null);
        List<Column> columns = asked.columns().isEmpty()
                ? ListQuery.kept(frame.choices().get(COLUMNS)).columns()
                : asked.columns();
        ListQuery query =
                asLeft ? asked.with(kept, columns) : new ListQuery(asked.of(), asked.filters(), asked.sort(), columns);
        int at = Math.max(0, Math.min(page, 100_000));
        long counted = counted(query, frame);
        Page<Ticket> found = counted < 0
                ? tickets.listUpTo(filter(caller, query), at, SIZE, MOST)
                : tickets.listOf(filter(caller, query), at, SIZE, counted);
        model.addAttribute("frame", frame);
        model.addAttribute("heading", saved == null ? heading(asked) : saved.name());
        Map<String, ?> same = saved == null ? Map.of() : Map.of("view", saved.id());
        Set<?> chosen = model.getAttribute("chosen") instanceof List<?> left ? Set.copyOf(left) : Set.of();
        model.addAttribute(
                "list",
                lists.listing(found, query, shown(caller, query), asLeft ? asked : query, same, chosen, counted < 0));
        model.addAttribute("filters", lists.filters(query, caller));
        model.addAttribute(
                "saved",
                saved == null
                        ? null
                        : new Saved(saved.id(), saved.shared(), saved.account(), views.mayDelete(caller, saved)));
        model.addAttribute("query", query.query());
        model.addAttribute("mayShare", caller.may(Action.SHARE_VIEW));
        model.addAttribute("bulk", caller.may(Action.WORK_TASKS));
        model.addAttribute("people", caller.may(Action.ASSIGN) ? people(caller) : List.of());
        return "worklist/worklist";
    }

    private static List<Column> shown(Caller caller, ListQuery query) {
        return caller.isCustomer()
                ? query.shown().stream().filter(Column::forCustomers).toList()
                : query.shown();
    }

    /** Filters, sort and columns as the form of a list has them; each list keeps its own. */
    @PostMapping("/list")
    String make(Caller caller, @RequestParam MultiValueMap<String, String> form) {
        caller.needs(Action.SEE_TICKETS);
        Map<String, String> given = new HashMap<>();
        form.forEach((name, values) ->
                given.put(name, name.equals("columns") ? String.join(",", values) : values.getLast()));
        ListQuery query = read(given);
        String place = query.place();
        if (given.containsKey("view")) {
            return "redirect:" + query.href(Map.of());
        }
        List<Column> columns = query.columns();
        boolean reset = given.containsKey("reset");
        choices.keep(
                caller.account(),
                COLUMNS,
                reset || columns.isEmpty() || columns.equals(Column.USUAL)
                        ? ""
                        : new ListQuery(Map.of(), Map.of(), null, columns).query());
        ListQuery bare = new ListQuery(query.of(), Map.of(), null, List.of());
        if (place == null) {
            ListQuery made = reset ? bare : new ListQuery(query.of(), query.filters(), query.sort(), List.of());
            return "redirect:" + made.href(Map.of());
        }
        choices.keep(caller.account(), place, reset ? "" : query.made());
        return "redirect:" + bare.href(Map.of());
    }

    @PostMapping("/views")
    String save(
            Caller caller,
            @RequestParam String name,
            @RequestParam(defaultValue = "false") boolean shared,
            @RequestParam String query,
            RedirectAttributes told) {
        caller.needs(Action.SEE_TICKETS);
        if (shared) {
            caller.needs(Action.SHARE_VIEW);
        }
        ListQuery listed = ListQuery.kept(query);
        try {
            SavedView view = views.save(caller, name, shared, listed.query());
            told.addFlashAttribute("done", words.of("view.saved", view.name()));
            return "redirect:/?view=" + view.id();
        } catch (Refused refused) {
            told.addFlashAttribute("refused", words.of("view.refused"));
            return "redirect:" + listed.href(Map.of());
        }
    }

    @PostMapping("/views/{id}/delete")
    String delete(Caller caller, @PathVariable String id, RedirectAttributes told) {
        SavedView view = seen(caller, id);
        if (!views.mayDelete(caller, view)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        views.delete(view);
        told.addFlashAttribute("done", words.of("view.deleted", view.name()));
        return "redirect:/";
    }

    /** How long the list is, where the frame knows it already; below 0 where it does not. */
    private static long counted(ListQuery query, Frame frame) {
        if (!query.filters().isEmpty()) {
            return -1;
        }
        String at = at(query);
        return switch (at) {
            case "all" -> frame.counts().open();
            case "mine" -> frame.counts().mine();
            case "burning" -> frame.counts().burning();
            case "waiting" -> frame.counts().waiting();
            default ->
                frame.queues().stream()
                        .filter(queue -> at.equals(query.of().get("queue"))
                                && query.of().size() == 1
                                && queue.key().equals(at))
                        .mapToLong(Frame.Queue::count)
                        .findFirst()
                        .orElse(-1);
        };
    }

    private SavedView seen(Caller caller, String id) {
        return views.find(caller, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static ListQuery read(Map<String, String> given) {
        try {
            return ListQuery.read(given);
        } catch (Refused refused) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, String.valueOf(refused.getMessage()), refused);
        }
    }

    private List<Person> people(Caller caller) {
        return bulk.people(caller);
    }

    private static String at(ListQuery query) {
        String queue = query.of().get("queue");
        return query.of().containsKey("q")
                ? "search"
                : query.of().containsKey("assignee")
                        ? "assignee"
                        : queue != null
                                ? queue
                                : List.of("mine", "burning", "waiting", "closed").stream()
                                        .filter(query::is)
                                        .findFirst()
                                        .orElse("all");
    }

    private String heading(ListQuery query) {
        String queue = query.of().get("queue");
        String assignee = query.of().get("assignee");
        String at = at(query);
        return assignee != null
                ? words.of("list.of", assignee)
                : queue != null
                        ? words.code("queue", queue)
                        : words.of(
                                at.equals("search") ? "list.found" : at.equals("all") ? "frame.open" : "frame." + at);
    }

    private TicketFilter filter(Caller caller, ListQuery query) {
        boolean burning = query.is("burning");
        String text = query.of().get("q");
        return new TicketFilter(
                states(query, text != null, burning),
                caller.partnerId(),
                caller.customerId(),
                query.of().get("queue"),
                assignees(caller, query),
                query.filters().get("severity"),
                null,
                null,
                text,
                query.sort() != null ? query.sort() : query.is("closed") ? "-updatedAt" : "dueAt",
                query.filters().containsKey("customer")
                        ? called(caller, String.valueOf(query.filters().get("customer")), "-")
                        : Set.of(),
                query.filters().get("product"),
                query.is("waiting") ? OpenCounts.OTHERS : Set.of(),
                burning ? clock.instant().plus(ClockFace.SOON) : null,
                text == null || caller.isCustomer() ? Set.of() : called(caller, text, null));
    }

    private static List<TicketState> states(ListQuery query, boolean searching, boolean burning) {
        TicketState state = query.state();
        if (state != null) {
            return List.of(state);
        }
        List<TicketState> open = new ArrayList<>(TicketState.open());
        if (burning) {
            open.removeAll(TicketState.held());
        }
        return searching ? List.of() : query.is("closed") ? ENDED : open;
    }

    private static Set<String> assignees(Caller caller, ListQuery query) {
        String assignee = query.of().get("assignee");
        String owner = query.filters().get("owner");
        return query.is("mine") || query.is("waiting") || "me".equals(owner)
                ? caller.hands()
                : assignee != null ? Set.of(assignee) : "nobody".equals(owner) ? Set.of(TicketFilter.NOBODY) : Set.of();
    }

    /** The customers that a text names, of those the caller reaches; {@code none} stands for nobody. */
    private Set<String> called(Caller caller, String text, @Nullable String none) {
        Set<String> ids = customers.page(caller.partnerId(), text, 0, CUSTOMERS).stream()
                .filter(caller::reaches)
                .map(Customer::id)
                .collect(Collectors.toSet());
        return ids.isEmpty() && none != null ? Set.of(none) : ids;
    }
}
