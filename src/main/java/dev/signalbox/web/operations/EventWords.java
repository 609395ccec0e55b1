package dev.signalbox.web.operations;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.messaging.Explanation;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells an operator what became of an event and what would mend it, in the words the API has in English. */
@Component
class EventWords {

    private final Words words;

    EventWords(Words words) {
        this.words = words;
    }

    /** What is told beside a dead letter; nothing would mend what was applied. */
    record Told(String sentence, @Nullable String mend) {}

    Told tell(Explanation event) {
        String unnamed = event.ticket() == null ? ".unnamed" : "";
        Instant until = event.until();
        return new Told(
                words.of(
                        "explained." + event.result() + (ofTicket(event.result()) ? unnamed : ""),
                        reason(event.reason()),
                        event.ticket(),
                        until == null ? "–" : Times.moment(until),
                        event.waitsFor()),
                mend(event));
    }

    private static boolean ofTicket(Fate fate) {
        return fate == Fate.APPLIED || fate == Fate.PARKED;
    }

    private @Nullable String mend(Explanation event) {
        String request = "ticket.requested".equals(event.waitsFor()) ? ".request" : "";
        return switch (event.result()) {
            case APPLIED, DUPLICATE, IGNORED -> null;
            case PARKED, EXPIRED -> words.of("explained.mend." + event.result() + request, event.waitsFor());
            case REJECTED -> words.of("explained.mend.REJECTED");
            case DEAD -> words.of("explained.mend.DEAD" + (raced(event.reason()) ? ".race" : ""));
        };
    }

    private static boolean raced(@Nullable String reason) {
        return reason != null && reason.toLowerCase(Locale.ROOT).contains("race");
    }

    String reason(@Nullable String reason) {
        return reason == null ? words.of("explained.none") : words.reason(reason);
    }
}
