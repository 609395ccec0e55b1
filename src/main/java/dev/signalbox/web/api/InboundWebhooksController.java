package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.messaging.ForeignWebhooks;
import dev.signalbox.web.security.Caller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Plain JSON from systems that know no CloudEvents, each by the mapping of its name. */
@RestController
@RequestMapping("/api/webhooks/in")
class InboundWebhooksController {

    private final ForeignWebhooks webhooks;

    InboundWebhooksController(ForeignWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    @GetMapping
    List<ForeignWebhooks.Listed> list(Caller caller) {
        caller.needs(Action.SEND_EVENT);
        return webhooks.list();
    }

    @PostMapping("/{name}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Taken take(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.needs(Action.SEND_EVENT);
        ForeignWebhooks.Mapped mapped = webhooks.take(name, body == null ? new byte[0] : body, caller.sender(), dryRun)
                .orElseThrow(() -> new NotFound("mapping with this name"));
        return new Taken(
                dryRun ? mapped.events() : null,
                mapped.results().stream().map(EventsController.Result::of).toList());
    }

    /** The events are told by a dry run only. */
    record Taken(@Nullable List<Map<String, Object>> events, List<EventsController.Result> results) {}
}
