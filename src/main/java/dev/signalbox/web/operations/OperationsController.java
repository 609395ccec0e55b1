package dev.signalbox.web.operations;

import dev.signalbox.access.Action;
import dev.signalbox.messaging.DeadLetter;
import dev.signalbox.messaging.DeadLetters;
import dev.signalbox.messaging.EventResult;
import dev.signalbox.messaging.Events;
import dev.signalbox.messaging.Explanation;
import dev.signalbox.messaging.ParkedEvent;
import dev.signalbox.messaging.ParkedEvents;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Standstills;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The operator's page, and a page for each dead letter on which it can be mended and sent again. */
@Controller
class OperationsController {

    private static final int SIZE = 25;
    private static final int LONGEST_SHOWN = 64_000;

    private final DeadLetters deadLetters;
    private final ParkedEvents parked;
    private final Standstills standstills;
    private final Events events;
    private final Mending mending;
    private final HealthEndpoint health;
    private final Frames frames;
    private final Words words;
    private final EventWords told;

    OperationsController(
            DeadLetters deadLetters,
            ParkedEvents parked,
            Standstills standstills,
            Events events,
            Mending mending,
            HealthEndpoint health,
            Frames frames,
            Words words,
            EventWords told) {
        this.deadLetters = deadLetters;
        this.parked = parked;
        this.standstills = standstills;
        this.events = events;
        this.mending = mending;
        this.health = health;
        this.frames = frames;
        this.words = words;
        this.told = told;
    }

    @GetMapping("/operations")
    String operations(Caller caller, Model model, @RequestParam(defaultValue = "0") int page) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        int at = Math.max(0, Math.min(page, 100_000));
        Page<DeadLetter> dead = deadLetters.page(at, SIZE);
        Page<ParkedEvent> waiting = parked.page(0, SIZE);
        model.addAttribute("frame", frames.of(caller, "operations", null));
        model.addAttribute("health", String.valueOf(health.health().getStatus()));
        model.addAttribute("dead", dead.items().stream().map(this::letter).toList());
        model.addAttribute("deadTotal", dead.total());
        model.addAttribute("page", at);
        model.addAttribute("pages", (dead.total() + SIZE - 1) / SIZE);
        model.addAttribute("parked", waiting.items());
        model.addAttribute("parkedTotal", waiting.total());
        model.addAttribute("stuck", standstills.all());
        model.addAttribute("mayReplay", caller.may(Action.REPLAY));
        return "operations/operations";
    }

    @GetMapping("/operations/dead-letters/{id}")
    String letter(Caller caller, Model model, @PathVariable String id) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        DeadLetter letter = known(id);
        model.addAttribute("frame", frames.of(caller, "operations", null));
        model.addAttribute("letter", letter(letter));
        model.addAttribute("explained", explained(letter).map(told::tell).orElse(null));
        model.addAttribute("mayReplay", caller.may(Action.REPLAY));
        return "operations/letter";
    }

    @PostMapping("/operations/dead-letters/{id}/replay")
    String replay(
            Caller caller,
            RedirectAttributes after,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String payload) {
        caller.needsEverywhere(Action.REPLAY);
        DeadLetter letter = known(id);
        String original = text(letter).replace("\r\n", "\n");
        String given = payload == null ? null : payload.replace("\r\n", "\n");
        boolean mended = given != null && !given.equals(original);
        EventResult became = mending.replay(caller, id, mended ? given : null)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        boolean well =
                switch (became.result()) {
                    case APPLIED, DUPLICATE, PARKED, IGNORED -> true;
                    case REJECTED, DEAD, EXPIRED -> false;
                };
        after.addFlashAttribute(
                well ? "done" : "refused",
                words.of(
                        "operations.became." + became.result(),
                        became.ticket() == null ? "–" : became.ticket(),
                        became.reason() == null ? "" : words.reason(became.reason())));
        return "redirect:/operations/dead-letters/" + id;
    }

    @PostMapping("/operations/standstills/{id}/retry")
    String retry(Caller caller, RedirectAttributes after, @PathVariable String id) {
        caller.needsEverywhere(Action.REPLAY);
        if (!standstills.retry(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        after.addFlashAttribute("done", words.of("operations.retried"));
        return "redirect:/operations";
    }

    private DeadLetter known(String id) {
        return deadLetters.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private Optional<Explanation> explained(DeadLetter letter) {
        String source = letter.source();
        String event = letter.eventId();
        return source == null || event == null ? Optional.empty() : events.find(source, event);
    }

    private static String text(DeadLetter letter) {
        byte[] bytes = letter.payload();
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private Letter letter(DeadLetter letter) {
        String text = text(letter);
        boolean whole = text.length() <= LONGEST_SHOWN && letter.payload() != null;
        String came = letter.topic() == null
                ? letter.transport()
                : letter.topic() + " " + letter.partition() + "@" + letter.offset();
        return new Letter(
                letter.id(),
                letter.source() == null ? "–" : letter.source(),
                letter.eventId() == null ? "–" : letter.eventId(),
                came,
                told.reason(letter.reason()),
                letter.at(),
                letter.replayResult() == null ? null : words.code("fate", letter.replayResult()),
                whole ? text : text.substring(0, Math.min(text.length(), LONGEST_SHOWN)),
                whole);
    }

    /** A dead letter as the pages show it; too long a payload is shown in part and cannot be mended here. */
    record Letter(
            String id,
            String source,
            String event,
            String came,
            String reason,
            Instant at,
            @Nullable String became,
            String payload,
            boolean whole) {}
}
