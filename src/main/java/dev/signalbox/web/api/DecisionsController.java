package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.decision.PersonsAnswers;
import dev.signalbox.decision.RuleCount;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.security.Caller;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How well the tables do: how often each rule answered, and how often a person thought better. */
@RestController
@RequestMapping("/api/decisions")
class DecisionsController {

    private final PersonsAnswers answers;

    DecisionsController(PersonsAnswers answers) {
        this.answers = answers;
    }

    /** Rules by id and version, those overridden most often first, over the tickets that the caller reaches. */
    @GetMapping("/{decision}/rules")
    Page<RuleCount> rules(Caller caller, @PathVariable String decision) {
        caller.needs(Action.SEE_MODELS);
        List<RuleCount> counts = answers.counts(decision, caller.partnerId());
        return new Page<>(counts, 0, Math.max(counts.size(), 200), counts.size());
    }
}
