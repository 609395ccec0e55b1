package dev.signalbox.web.api;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.clocks.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Asks what a change of a calendar, a contract's calendar or targets would move; nothing is changed. */
@RestController
class WhatIfController {

    private final WhatIfQuestions questions;

    WhatIfController(WhatIfQuestions questions) {
        this.questions = questions;
    }

    @PostMapping("/api/clocks/what-if")
    AnswerView ask(Caller caller, @RequestBody JsonNode body, Locale locale) {
        return AnswerView.of(questions.ask(caller, body, locale));
    }

    record AnswerView(
            Instant at,
            int tickets,
            int movedTickets,
            int earlier,
            int later,
            int broken,
            int kept,
            List<MoveView> moves) {

        static AnswerView of(WhatIf.Answer answer) {
            return new AnswerView(
                    answer.at(),
                    answer.tickets(),
                    answer.movedTickets(),
                    answer.earlier(),
                    answer.later(),
                    answer.broken(),
                    answer.kept(),
                    answer.moves().stream().map(MoveView::of).toList());
        }
    }

    record MoveView(
            String ticket,
            String customerId,
            ClockKind clock,
            @Nullable String queue,
            @Nullable Instant dueAt,
            @Nullable Instant wouldBeDueAt,
            @Nullable Long moveSeconds,
            boolean breached,
            boolean wouldBeBreached,
            String explanation) {

        static MoveView of(WhatIf.Move move) {
            Duration by = move.by();
            return new MoveView(
                    move.ticket().toString(),
                    move.customerId(),
                    move.clock(),
                    move.queue(),
                    move.dueAt(),
                    move.wouldBeDueAt(),
                    by == null ? null : by.toSeconds(),
                    move.breached(),
                    move.wouldBeBreached(),
                    move.explanation());
        }
    }
}
