package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.clock.Owner;
import dev.signalbox.clock.TimeLedger;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.clocks.LateTruth;
import dev.signalbox.workflow.clocks.TicketClocks;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A ticket's clocks and ledger: seen, acknowledged, and corrected by a late truth. */
@RestController
@RequestMapping("/api/tickets/{number}")
class ClocksController {

    private final TicketAccess access;
    private final TicketClocks clocks;
    private final LateTruth lateTruth;
    private final Races races;

    ClocksController(TicketAccess access, TicketClocks clocks, LateTruth lateTruth, Races races) {
        this.access = access;
        this.clocks = clocks;
        this.lateTruth = lateTruth;
        this.races = races;
    }

    @GetMapping("/clocks")
    Page<ClockView> clocks(Caller caller, @PathVariable String number, Locale locale) {
        return page(caller, access.find(caller, number), locale);
    }

    private Page<ClockView> page(Caller caller, Ticket ticket, Locale locale) {
        List<ClockView> found = clocks.of(ticket.number(), caller.isCustomer(), locale).stream()
                .map(ClockView::of)
                .toList();
        return new Page<>(found, 0, 200, found.size());
    }

    @GetMapping("/ledger")
    LedgerView ledger(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        return LedgerView.of(clocks.ledger(ticket.number()), caller.isCustomer());
    }

    /** Somebody has seen it: paging ends until the next warning or breach. */
    @PostMapping("/acknowledge")
    Page<ClockView> acknowledge(
            Caller caller,
            @PathVariable String number,
            @RequestBody(required = false) @Nullable JsonNode body,
            Locale locale) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.WORK_TASKS);
        new Fields(body).done();
        caller.doing(
                null,
                () -> races.settle(() -> {
                    lateTruth.acknowledge(ticket.number());
                    return true;
                }));
        return page(caller, ticket, locale);
    }

    /** Says afterwards for whom the ticket waited; the clocks are computed anew from the start. */
    @PostMapping("/waiting-since")
    Page<ClockView> waitingSince(
            Caller caller, @PathVariable String number, @RequestBody JsonNode body, Locale locale) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.WORK_TASKS);
        Fields fields = new Fields(body);
        String party = fields.oneOf("party", "CUSTOMER", "MICROSOFT", "THIRD_PARTY", "DESK");
        Instant since = time("since", fields.text("since", 40));
        String end = fields.maybeText("until", 40);
        String reason = fields.text("reason", 2_000);
        fields.done();
        Instant until = end == null ? null : time("until", end);
        caller.doing(
                null,
                () -> races.settle(() -> {
                    lateTruth.waitingSince(ticket.number(), LateTruth.Party.valueOf(party), since, until, reason);
                    return true;
                }));
        return page(caller, ticket, locale);
    }

    static Instant time(String field, String text) {
        try {
            return Instant.from(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text));
        } catch (DateTimeParseException noTime) {
            throw new Refused(field, "an RFC 3339 time such as 2026-11-23T10:00:00Z", text);
        }
    }

    record ClockView(
            String kind,
            @Nullable String queue,
            int round,
            String target,
            Instant startedAt,
            Instant dueAt,
            String elapsed,
            String left,
            TicketClocks.@Nullable Pause paused,
            @Nullable Instant stoppedAt,
            String state,
            boolean breached,
            String explanation) {

        static ClockView of(TicketClocks.Reading clock) {
            return new ClockView(
                    clock.kind().name(),
                    clock.queue(),
                    clock.round(),
                    clock.target().toString(),
                    clock.startedAt(),
                    clock.dueAt(),
                    clock.elapsed().toString(),
                    clock.left().toString(),
                    clock.paused(),
                    clock.stoppedAt(),
                    clock.state().name(),
                    clock.breached(),
                    clock.explanation());
        }
    }

    record LedgerView(
            Instant from,
            Instant to,
            boolean over,
            Map<Owner, Long> seconds,
            Map<String, Long> deskSecondsByLevel,
            Map<String, Long> deskSecondsByQueue,
            List<SegmentView> segments) {

        static LedgerView of(TimeLedger ledger, boolean forCustomer) {
            Map<Owner, Long> sums = new LinkedHashMap<>();
            ledger.sums().forEach((owner, time) -> sums.put(owner, time.toSeconds()));
            Map<String, Long> levels = new LinkedHashMap<>();
            Map<String, Long> queues = new LinkedHashMap<>();
            if (!forCustomer) {
                ledger.deskByLevel().forEach((level, time) -> levels.put(level, time.toSeconds()));
                ledger.deskByQueue().forEach((queue, time) -> queues.put(queue, time.toSeconds()));
            }
            return new LedgerView(
                    ledger.start(),
                    ledger.end(),
                    ledger.over(),
                    sums,
                    levels,
                    queues,
                    ledger.segments().stream()
                            .map(segment -> SegmentView.of(segment, forCustomer))
                            .toList());
        }
    }

    record SegmentView(
            Instant from,
            Instant to,
            long seconds,
            Owner owner,
            String state,
            @Nullable String queue,
            @Nullable String level) {

        static SegmentView of(TimeLedger.Segment segment, boolean forCustomer) {
            return new SegmentView(
                    segment.from(),
                    segment.to(),
                    segment.length().toSeconds(),
                    segment.owner(),
                    segment.state(),
                    forCustomer ? null : segment.queue(),
                    forCustomer ? null : segment.level());
        }
    }
}
