package dev.signalbox.web.worklist;

import dev.signalbox.access.Action;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.worklist.Bulk.Deed;
import dev.signalbox.web.worklist.Bulk.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Many tickets at once: first what would happen to each, then what did; what failed stays chosen. */
@Controller
@RequestMapping("/list/bulk")
class BulkController {

    private static final int MOST = 200;

    private final Bulk bulk;
    private final Frames frames;
    private final Words words;

    BulkController(Bulk bulk, Frames frames, Words words) {
        this.bulk = bulk;
        this.frames = frames;
        this.words = words;
    }

    /** What would happen; changes nothing. */
    @GetMapping
    String look(
            Caller caller,
            Model model,
            @RequestParam Deed what,
            @RequestParam(defaultValue = "") List<String> ticket,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String back) {
        allowed(caller, what, ticket);
        boolean open = what == Deed.ASSIGN && assignee.isEmpty();
        List<Fate> fates = open
                ? List.of()
                : ticket.stream()
                        .distinct()
                        .map(number -> bulk.look(caller, what, number, assignee))
                        .toList();
        model.addAttribute("frame", frames.of(caller, "bulk", null));
        model.addAttribute("what", what.name());
        model.addAttribute("heading", words.of("bulk." + what, ticket.size()));
        model.addAttribute("fates", fates);
        model.addAttribute("happens", fates.stream().filter(Fate::happens).count());
        model.addAttribute("numbers", ticket);
        model.addAttribute("open", open);
        model.addAttribute("assignee", assignee);
        model.addAttribute("people", what == Deed.ASSIGN ? bulk.people(caller) : List.of());
        model.addAttribute("back", back);
        model.addAttribute("cancel", address(back));
        return "worklist/bulk";
    }

    @PostMapping
    String does(
            Caller caller,
            @RequestParam Deed what,
            @RequestParam(defaultValue = "") List<String> ticket,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "") String back,
            RedirectAttributes told) {
        allowed(caller, what, ticket);
        List<Map<String, String>> results = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String number : ticket.stream().distinct().toList()) {
            Fate fate = bulk.does(caller, what, number, assignee);
            results.add(Map.of(
                    "number",
                    fate.number(),
                    "title",
                    fate.title(),
                    "look",
                    fate.happens() ? "new" : "refused",
                    "says",
                    fate.says()));
            if (!fate.happens()) {
                failed.add(number);
            }
        }
        int done = results.size() - failed.size();
        told.addFlashAttribute("done", done == 0 ? null : words.of("bulk.done", done));
        told.addFlashAttribute(
                "refused",
                results.isEmpty()
                        ? words.of("bulk.nothing")
                        : failed.isEmpty() ? null : words.of("bulk.failed", failed.size()));
        told.addFlashAttribute("results", results);
        told.addFlashAttribute("chosen", failed);
        return "redirect:" + address(back);
    }

    private static void allowed(Caller caller, Deed what, List<String> chosen) {
        caller.needs(what == Deed.ASSIGN ? Action.ASSIGN : Action.WORK_TASKS);
        if (chosen.size() > MOST) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "expected at most %d tickets, found %d".formatted(MOST, chosen.size()));
        }
    }

    /** Back to the list, or to the one ticket; to nowhere outside. */
    private static String address(String back) {
        return back.matches("tickets/[0-9]{1,20}")
                ? "/" + back
                : ListQuery.kept(back).href(view(back));
    }

    private static Map<String, String> view(String back) {
        return back.matches("view=[0-9a-f-]{36}") ? Map.of("view", back.substring("view=".length())) : Map.of();
    }
}
