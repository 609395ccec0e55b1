package dev.signalbox.web.reports;

import dev.signalbox.access.Action;
import dev.signalbox.clock.ClockKind;
import dev.signalbox.customer.Customers;
import dev.signalbox.masterdata.Kind;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.masterdata.Masterdata;
import dev.signalbox.masterdata.Scope;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.api.WhatIfQuestions;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.clocks.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** Asks what other hours of a calendar, or another target, would move; nothing is changed by asking. */
@Controller
@RequestMapping("/reports/what-if")
class WhatIfPageController {

    private static final int MOST_CHOICES = 1_000;
    private static final int MOST_MOVES = 100;
    private static final List<String> LISTS = List.of("hours", "holidays", "ownDays");

    private final WhatIfQuestions questions;
    private final Masterdata masterdata;
    private final Customers customers;
    private final Frames frames;
    private final Words words;
    private final JsonMapper json;

    WhatIfPageController(
            WhatIfQuestions questions,
            Masterdata masterdata,
            Customers customers,
            Frames frames,
            Words words,
            JsonMapper json) {
        this.questions = questions;
        this.masterdata = masterdata;
        this.customers = customers;
        this.frames = frames;
        this.words = words;
        this.json = json;
    }

    record Choice(String id, String name) {}

    record Moved(String ticket, String customer, String clock, String due, String would, String by, String look) {}

    record Told(String summary, List<Moved> moves, int moreMoves) {}

    @GetMapping
    String form(Caller caller, Model model, @RequestParam(required = false) @Nullable String calendar) {
        caller.needs(Action.SEE_REPORTS);
        Map<String, String> form = new LinkedHashMap<>();
        if (calendar != null && !calendar.isEmpty()) {
            masterdata.find(scope(caller), calendars(), calendar).ifPresent(item -> {
                form.put("calendar", calendar);
                form.put("timeZone", String.valueOf(item.get("timeZone")));
                LISTS.forEach(name -> form.put(name, lines(item.get(name))));
                for (String name : List.of("versionOf", "validFrom")) {
                    form.put(name, item.get(name) == null ? "" : String.valueOf(item.get(name)));
                }
            });
        }
        return show(caller, model, form);
    }

    @PostMapping
    String ask(Caller caller, Model model, @RequestParam Map<String, String> form, Locale locale) {
        caller.needs(Action.SEE_REPORTS);
        try {
            model.addAttribute("answer", told(questions.ask(caller, json.valueToTree(body(form)), locale)));
        } catch (Refused wrong) {
            model.addAttribute(
                    "refused", wrong.problems().stream().map(this::told).toList());
        }
        return show(caller, model, form);
    }

    /** A field is called as this form calls it. */
    private String told(Problem problem) {
        String field = problem.field().replaceFirst("^.*[.]", "");
        String own = words.perhaps("whatif.field." + field);
        return words.of("refusal.field", own == null ? words.code("data.field", field) : own, words.problem(problem));
    }

    private String show(Caller caller, Model model, Map<String, String> form) {
        model.addAttribute("frame", frames.of(caller, "reports", null));
        model.addAttribute("form", form);
        model.addAttribute(
                "calendars",
                masterdata.page(scope(caller), calendars(), null, null, 0, MOST_CHOICES).items().stream()
                        .map(item -> new Choice(
                                String.valueOf(item.get("externalId")),
                                item.get("name") + " (" + item.get("externalId") + ")"))
                        .toList());
        model.addAttribute(
                "customers",
                customers.page(caller.partnerId(), null, 0, MOST_CHOICES).stream()
                        .map(one -> new Choice(one.id(), one.name()))
                        .toList());
        model.addAttribute(
                "clocks",
                Arrays.stream(ClockKind.values())
                        .map(clock -> new Choice(clock.name(), words.code("clock.kind", clock.name())))
                        .toList());
        return "reports/whatif";
    }

    private static Map<String, Object> body(Map<String, String> form) {
        Map<String, Object> body = new LinkedHashMap<>();
        String calendar = form.getOrDefault("calendar", "");
        if (!calendar.isEmpty()) {
            Map<String, Object> put = new LinkedHashMap<>();
            put.put("externalId", calendar);
            put.put("timeZone", form.getOrDefault("timeZone", ""));
            LISTS.forEach(name -> put.put(name, items(form.getOrDefault(name, ""))));
            for (String name : List.of("versionOf", "validFrom")) {
                if (!form.getOrDefault(name, "").isEmpty()) {
                    put.put(name, form.get(name));
                }
            }
            body.put("calendar", put);
        }
        String minutes = form.getOrDefault("minutes", "").strip();
        if (!minutes.isEmpty()) {
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("clock", form.getOrDefault("clock", ""));
            target.put("minutes", minutes.matches("[0-9]{1,6}") ? (Object) Integer.parseInt(minutes) : minutes);
            for (String name : List.of("severity", "customerId")) {
                if (!form.getOrDefault(name, "").isEmpty()) {
                    target.put(name, form.get(name));
                }
            }
            body.put("targets", List.of(target));
        }
        return body;
    }

    private static List<String> items(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String lines(@Nullable Object list) {
        return list instanceof List<?> items
                ? String.join("\n", items.stream().map(String::valueOf).toList())
                : "";
    }

    private Told told(WhatIf.Answer answer) {
        return new Told(
                words.of(
                        "whatif.answer",
                        answer.tickets(),
                        answer.movedTickets(),
                        answer.earlier(),
                        answer.later(),
                        answer.broken(),
                        answer.kept()),
                answer.moves().stream().limit(MOST_MOVES).map(this::moved).toList(),
                Math.max(0, answer.earlier() + answer.later() - MOST_MOVES));
    }

    private Moved moved(WhatIf.Move move) {
        Duration by = move.by();
        String clock = words.code("clock.kind", move.clock().name());
        return new Moved(
                move.ticket().toString(),
                move.customer(),
                move.queue() == null ? clock : clock + ", " + words.code("queue", move.queue()),
                time(move.dueAt()),
                time(move.wouldBeDueAt()),
                by == null
                        ? "–"
                        : words.of(by.isNegative() ? "whatif.earlier" : "whatif.later", ClockFace.span(by.abs())),
                move.wouldBeBreached() && !move.breached()
                        ? "over"
                        : move.breached() && !move.wouldBeBreached() ? "fine" : "held");
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "–" : Times.moment(at);
    }

    private static Kind calendars() {
        return Kinds.find("calendars").orElseThrow();
    }

    private static Scope scope(Caller caller) {
        return new Scope(caller.account(), caller.role(), caller.partnerId());
    }
}
