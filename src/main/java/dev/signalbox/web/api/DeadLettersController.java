package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.messaging.DeadLetter;
import dev.signalbox.messaging.DeadLetters;
import dev.signalbox.messaging.EventResult;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.operations.Mending;
import dev.signalbox.web.security.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What could not be read or applied, for operators to see and to send again. */
@RestController
@RequestMapping("/api/dead-letters")
class DeadLettersController {

    private static final int SHOWN = 4_000;
    private static final int LONGEST_PAYLOAD = 1_048_576;

    private final DeadLetters deadLetters;
    private final Mending mending;

    DeadLettersController(DeadLetters deadLetters, Mending mending) {
        this.deadLetters = deadLetters;
        this.mending = mending;
    }

    @GetMapping
    Page<DeadLetterView> list(
            Caller caller, @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        Paging paging = new Paging(page, size);
        Page<DeadLetter> found = deadLetters.page(paging.page(), paging.size());
        return new Page<>(
                found.items().stream().map(DeadLetterView::of).toList(), found.page(), found.size(), found.total());
    }

    @GetMapping("/{id}")
    DeadLetterView one(Caller caller, @PathVariable String id) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        return deadLetters.find(id).map(DeadLetterView::of).orElseThrow(() -> new NotFound("dead letter with this id"));
    }

    /** Sends it again, as it came or with a mended {@code payload}; the mending is an audit row. */
    @PostMapping("/{id}/replay")
    EventResult replay(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        caller.needsEverywhere(Action.REPLAY);
        Fields fields = new Fields(body);
        String payload = fields.maybeText("payload", LONGEST_PAYLOAD);
        fields.done();
        return mending.replay(caller, id, payload).orElseThrow(() -> new NotFound("dead letter with this id"));
    }

    record DeadLetterView(
            String id,
            @Nullable String source,
            @Nullable String eventId,
            String transport,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            String reason,
            String payload,
            Instant at,
            @Nullable Instant replayedAt,
            @Nullable String replayResult) {

        static DeadLetterView of(DeadLetter letter) {
            byte[] bytes = letter.payload();
            String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
            return new DeadLetterView(
                    letter.id(),
                    letter.source(),
                    letter.eventId(),
                    letter.transport(),
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    letter.reason(),
                    text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text,
                    letter.at(),
                    letter.replayedAt(),
                    letter.replayResult());
        }
    }
}
