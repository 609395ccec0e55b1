package dev.signalbox.web.absence;

import dev.signalbox.access.Absence;
import dev.signalbox.access.Absences;
import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Action;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.Colleagues;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of absences. Whoever works enters their own, whoever hands out work those of the people they reach. */
@Controller
@RequestMapping("/absences")
class AbsencesController {

    private final Absences absences;
    private final Accounts accounts;
    private final Colleagues colleagues;
    private final Frames frames;
    private final Words words;
    private final Clock clock;

    AbsencesController(
            Absences absences, Accounts accounts, Colleagues colleagues, Frames frames, Words words, Clock clock) {
        this.absences = absences;
        this.accounts = accounts;
        this.colleagues = colleagues;
        this.frames = frames;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping
    String list(Caller caller, Model model) {
        caller.needs(Action.WORK_TASKS);
        Map<String, String> names = colleagues.of(caller).stream()
                .collect(Collectors.toMap(Account::id, Account::displayName, (one, other) -> one));
        model.addAttribute("frame", frames.of(caller, "absences", null));
        model.addAttribute(
                "rows",
                absences.coming(caller.partnerId()).stream()
                        .map(one -> row(caller, one, names))
                        .toList());
        model.addAttribute("people", people(caller, caller.may(Action.ASSIGN)));
        model.addAttribute("substitutes", people(caller, true));
        if (!model.containsAttribute("filled")) {
            model.addAttribute("filled", Map.of("account", caller.account()));
        }
        return "absence/absences";
    }

    @PostMapping
    String enter(
            Caller caller,
            @RequestParam String account,
            @RequestParam String substitute,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate first,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate last,
            RedirectAttributes told) {
        Account absent = mine(caller, account);
        try {
            if (first == null || last == null) {
                throw new Refused(first == null ? "first" : "last", "a day", "nothing");
            }
            caller.doing(null, () -> absences.enter(absent, substitute, first, last));
            told.addFlashAttribute("done", words.of("absence.entered"));
        } catch (Refused refused) {
            Problem problem = refused.problems().getFirst();
            told.addFlashAttribute("refused", words.of("absence.refused." + problem.field()));
            told.addFlashAttribute(
                    "filled",
                    Map.of(
                            "account",
                            account,
                            "substitute",
                            substitute,
                            "first",
                            first == null ? "" : first.toString(),
                            "last",
                            last == null ? "" : last.toString()));
        }
        return "redirect:/absences";
    }

    @PostMapping("/{id}/end")
    String end(Caller caller, @PathVariable String id, RedirectAttributes told) {
        Absence absence = absences.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        mine(caller, absence.account());
        caller.doing(null, () -> {
            absences.end(absence);
            return id;
        });
        told.addFlashAttribute("done", words.of("absence.ended"));
        return "redirect:/absences";
    }

    /** The account, where the caller may say who stands in for it; a foreign one answers like an unknown one. */
    private Account mine(Caller caller, String account) {
        caller.needs(Action.WORK_TASKS);
        Account found = accounts.find(account)
                .filter(one -> one.role().may(Action.WORK_TASKS))
                .filter(one -> one.id().equals(caller.account()) || caller.reaches(one.partnerId(), null))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (!found.id().equals(caller.account())) {
            caller.needs(Action.ASSIGN);
        }
        return found;
    }

    private List<Person> people(Caller caller, boolean all) {
        return colleagues.of(caller).stream()
                .filter(one -> all || one.id().equals(caller.account()))
                .map(one -> new Person(one.id(), one.displayName()))
                .toList();
    }

    private Row row(Caller caller, Absence absence, Map<String, String> names) {
        boolean now = !absence.from().isAfter(clock.instant());
        boolean own = absence.account().equals(caller.account());
        return new Row(
                absence.id(),
                names.getOrDefault(absence.account(), absence.account()),
                names.getOrDefault(absence.substitute(), absence.substitute()),
                Times.moment(absence.from()),
                Times.moment(absence.to()),
                now ? words.of("absence.now") : words.of("absence.later"),
                now ? "soon" : "held",
                own || caller.may(Action.ASSIGN));
    }

    record Row(
            String id,
            String account,
            String substitute,
            String from,
            String to,
            String state,
            String look,
            boolean mayEnd) {}

    record Person(String account, String name) {}
}
