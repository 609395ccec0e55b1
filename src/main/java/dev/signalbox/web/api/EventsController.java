package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.access.ServiceAccount;
import dev.signalbox.messaging.EventResult;
import dev.signalbox.messaging.Events;
import dev.signalbox.messaging.Explanation;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** CloudEvents by HTTP, in binary, structured and batch mode, and what became of them. */
@RestController
@RequestMapping("/api/events")
class EventsController {

    private final Events events;
    private final Tickets tickets;

    EventsController(Events events, Tickets tickets) {
        this.events = events;
        this.tickets = tickets;
    }

    /** Reads the body itself, and after the right is known: the bytes as they were sent, whatever they call themselves. */
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            parameters = @Parameter(name = "dryRun", in = ParameterIn.QUERY, schema = @Schema(type = "boolean")),
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "application/cloudevents+json",
                                        schema = @Schema(type = "object", description = "An event, structured")),
                                @Content(
                                        mediaType = "application/cloudevents-batch+json",
                                        array =
                                                @ArraySchema(
                                                        schema =
                                                                @Schema(
                                                                        type = "object",
                                                                        description = "An event, structured"))),
                                @Content(
                                        mediaType = "application/json",
                                        schema =
                                                @Schema(
                                                        type = "object",
                                                        description = "Data; the attributes are headers with ce-"))
                            }))
    Results submit(
            Caller caller, @Parameter(hidden = true) @RequestHeader HttpHeaders headers, HttpServletRequest request)
            throws IOException {
        caller.needs(Action.SEND_EVENT);
        boolean dryRun = Query.dryRun(request);
        Map<String, List<String>> byName = new HashMap<>();
        headers.forEach(byName::put);
        return new Results(
                events.submit(byName, request.getInputStream().readAllBytes(), caller.sender(), dryRun).stream()
                        .map(Result::of)
                        .toList());
    }

    @GetMapping
    Explanation find(Caller caller, @RequestParam String source, @RequestParam String id) {
        caller.needs(Action.ASK_EVENT);
        ServiceAccount service = caller.service();
        return events.find(source, id)
                .filter(found -> service == null ? sees(caller, found) : service.lists(source))
                .orElseThrow(() -> new NotFound("event with this source and id"));
    }

    /** Whoever works for one partner sees what became of events for that partner's tickets. */
    private boolean sees(Caller caller, Explanation found) {
        return caller.partnerId() == null
                || Optional.ofNullable(found.ticket())
                        .flatMap(TicketNumber::parse)
                        .flatMap(tickets::find)
                        .filter(ticket -> caller.reaches(ticket.partnerId(), ticket.customerId()))
                        .isPresent();
    }

    record Results(List<Result> results) {}

    record Result(
            String source,
            String id,
            String result,
            @Nullable String ticket,
            @Nullable String reason) {

        static Result of(EventResult became) {
            String result =
                    switch (became.result()) {
                        case APPLIED, IGNORED -> "ACCEPTED";
                        case DUPLICATE -> "DUPLICATE";
                        case PARKED -> "PARKED";
                        case EXPIRED, REJECTED, DEAD -> "REJECTED";
                    };
            return new Result(became.source(), became.id(), result, became.ticket(), became.reason());
        }
    }
}
