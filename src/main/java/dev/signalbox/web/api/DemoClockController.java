package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.clock.ProductClock;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Moves the product's clock forward; there only while the demo world is. */
@RestController
@ConditionalOnProperty(name = "signalbox.demo", havingValue = "true", matchIfMissing = true)
class DemoClockController {

    private final ProductClock clock;

    DemoClockController(ProductClock clock) {
        this.clock = clock;
    }

    @PostMapping("/api/demo/clock")
    Now advance(Caller caller, @RequestBody JsonNode body) {
        caller.needs(Action.MOVE_CLOCK);
        Fields fields = new Fields(body);
        String advance = fields.text("advance", 40);
        fields.done();
        Duration by = duration(advance);
        if (by.isNegative() || by.compareTo(Duration.ofDays(3660)) > 0) {
            throw new Refused("advance", "a duration from PT0S to ten years", advance);
        }
        return new Now(clock.advance(by));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new Refused("advance", "an ISO 8601 duration such as PT4H", text);
        }
    }

    record Now(Instant now) {}
}
