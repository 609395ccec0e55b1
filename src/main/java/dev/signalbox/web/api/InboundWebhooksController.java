package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.messaging.ForeignWebhooks;
import dev.signalbox.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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

    @PostMapping(path = "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            parameters = @Parameter(name = "dryRun", in = ParameterIn.QUERY, schema = @Schema(type = "boolean")),
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema =
                                                    @Schema(
                                                            type = "object",
                                                            description = "Whatever the sender says"))))
    Taken take(Caller caller, @PathVariable String name, HttpServletRequest request) throws IOException {
        caller.needs(Action.SEND_EVENT);
        boolean dryRun = Query.dryRun(request);
        ForeignWebhooks.Mapped mapped = webhooks.take(
                        name, request.getInputStream().readAllBytes(), caller.sender(), dryRun)
                .orElseThrow(() -> new NotFound("mapping with this name"));
        return new Taken(
                dryRun ? mapped.events() : null,
                mapped.results().stream().map(EventsController.Result::of).toList());
    }

    /** The events are told by a dry run only. */
    record Taken(@Nullable List<Map<String, Object>> events, List<EventsController.Result> results) {}
}
