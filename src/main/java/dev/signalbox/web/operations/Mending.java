package dev.signalbox.web.operations;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.messaging.DeadLetters;
import dev.signalbox.messaging.EventResult;
import dev.signalbox.messaging.Events;
import dev.signalbox.web.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends dead letters again, as they came or mended, and keeps who did it. */
@Component
public class Mending {

    private final DeadLetters deadLetters;
    private final Events events;
    private final Audit audit;

    Mending(DeadLetters deadLetters, Events events, Audit audit) {
        this.deadLetters = deadLetters;
        this.events = events;
        this.audit = audit;
    }

    /**
     * The same journey once more; the audit row tells that the bytes were others, not what they were.
     *
     * @param payload what to send in place of the original; null sends that
     * @return what became of it; empty where there is no such dead letter
     */
    public Optional<EventResult> replay(Caller caller, String id, @Nullable String payload) {
        if (deadLetters.find(id).isEmpty()) {
            return Optional.empty();
        }
        Optional<EventResult> result =
                events.replay(id, payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
        result.ifPresent(became -> caller.doing(null, () -> {
            audit.keep(Change.of("dead-letter.replayed", "dead-letters", id)
                    .to(Map.of(
                            "mended", payload != null, "result", became.result().name())));
            return id;
        }));
        return result;
    }
}
