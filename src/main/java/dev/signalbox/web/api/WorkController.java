package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Price;
import dev.signalbox.masterdata.Sheets;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.work.Bookings;
import dev.signalbox.work.NewWork;
import dev.signalbox.work.Work;
import dev.signalbox.work.WorkSheet;
import dev.signalbox.work.WorkStatement;
import dev.signalbox.work.WorkStatements;
import dev.signalbox.workflow.Races;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Minutes booked on tickets, and the monthly statement of what is chargeable of them. */
@RestController
class WorkController {

    private final TicketAccess access;
    private final CustomerAccess customers;
    private final Bookings bookings;
    private final WorkStatements statements;
    private final Races races;
    private final Audit audit;

    WorkController(
            TicketAccess access,
            CustomerAccess customers,
            Bookings bookings,
            WorkStatements statements,
            Races races,
            Audit audit) {
        this.access = access;
        this.customers = customers;
        this.bookings = bookings;
        this.statements = statements;
        this.races = races;
        this.audit = audit;
    }

    @GetMapping("/api/tickets/{number}/work")
    Page<WorkView> list(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.SEE_DATA);
        List<WorkView> booked =
                bookings.of(ticket.number()).stream().map(WorkView::of).toList();
        return new Page<>(booked, 0, Math.max(booked.size(), 200), booked.size());
    }

    @PostMapping("/api/tickets/{number}/work")
    ResponseEntity<WorkView> book(
            Caller caller,
            @PathVariable String number,
            @RequestBody JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.BOOK_WORK);
        Fields fields = new Fields(body);
        NewWork wanted = new NewWork(
                fields.number("minutes", 1, NewWork.MOST_MINUTES),
                fields.maybeText("note", 2_000),
                fields.maybeTime("at"),
                fields.maybeFlag("chargeable"),
                Idempotency.readable(key));
        fields.only("minutes", "note", "at", "chargeable");
        fields.done();
        Work booked = caller.doing(key, () -> races.settle(() -> bookings.book(ticket.number(), wanted)));
        return ResponseEntity.status(201).body(WorkView.of(Objects.requireNonNull(booked)));
    }

    /** Takes an entry back: one's own, or as a lead anybody's. */
    @PostMapping("/api/tickets/{number}/work/{id}/correct")
    ResponseEntity<WorkView> correct(
            Caller caller, @PathVariable String number, @PathVariable String id, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.BOOK_WORK);
        Work entry = bookings.find(id)
                .filter(found -> found.ticket().equals(ticket.number()))
                .orElseThrow(() -> new NotFound("work with this id on this ticket"));
        if (!entry.by().equals(caller.account()) && !caller.may(Action.LEAD_TASKS)) {
            throw new AccessDeniedException("Only a lead takes back what somebody else booked");
        }
        Fields fields = new Fields(body);
        String reason = fields.text("reason", 2_000);
        fields.only("reason");
        fields.done();
        Work counter = caller.doing(null, () -> races.settle(() -> bookings.correct(entry.id(), reason)));
        return ResponseEntity.status(201).body(WorkView.of(Objects.requireNonNull(counter)));
    }

    @GetMapping("/api/customers/{id}/work-statement")
    ResponseEntity<?> statement(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String month,
            @RequestParam(defaultValue = "json") String format) {
        caller.needs(Action.SEE_DATA);
        Customer customer = customers.find(caller, id).orElseThrow(() -> new NotFound("customer with this id"));
        if (!List.of("json", "csv").contains(format)) {
            throw new Refused("format", "json or csv", format);
        }
        WorkStatement statement = statements.of(customer, month);
        if (format.equals("json")) {
            return ResponseEntity.ok(StatementView.of(statement));
        }
        caller.needs(Action.EXPORT_DATA);
        return csv(caller, customer, statement);
    }

    private ResponseEntity<byte[]> csv(Caller caller, Customer customer, WorkStatement statement) {
        caller.doing(null, () -> {
            audit.keep(Change.of("data.exported", "export", "work-statement")
                    .of(customer.partnerId(), customer.id())
                    .to(Map.of("month", statement.month().toString())));
            return statement;
        });
        return ImportController.csv(
                "work-" + statement.month(), Sheets.write(WorkSheet.COLUMNS, WorkSheet.rows(statement)));
    }

    record PriceView(BigDecimal amount, String currency, Price.Per per) {

        static @Nullable PriceView of(@Nullable Price price) {
            return price == null
                    ? null
                    : new PriceView(price.amount(), price.currency().getCurrencyCode(), price.per());
        }
    }

    record WorkView(
            String id,
            String ticket,
            String customerId,
            int minutes,
            Instant at,
            Instant bookedAt,
            String by,
            @Nullable String note,
            @Nullable String deliveryId,
            @Nullable String party,
            boolean chargeable,
            boolean waived,
            @Nullable PriceView price,
            @Nullable String corrects,
            @Nullable String reason,
            @Nullable String correctedBy) {

        static WorkView of(Work work) {
            return new WorkView(
                    work.id(),
                    work.ticket().toString(),
                    work.customerId(),
                    work.minutes(),
                    work.at(),
                    work.bookedAt(),
                    work.by(),
                    work.note(),
                    work.deliveryId(),
                    work.party(),
                    work.chargeable(),
                    work.waived(),
                    PriceView.of(work.price()),
                    work.corrects(),
                    work.reason(),
                    work.correctedBy());
        }
    }

    record StatementView(
            String customerId,
            String month,
            String timeZone,
            Instant from,
            Instant to,
            List<LineView> lines,
            List<WorkStatement.Total> totals,
            Minutes minutes) {

        static StatementView of(WorkStatement statement) {
            return new StatementView(
                    statement.customerId(),
                    statement.month().toString(),
                    statement.zone().getId(),
                    statement.from(),
                    statement.to(),
                    statement.lines().stream().map(LineView::of).toList(),
                    statement.totals(),
                    new Minutes(
                            statement.chargeable(), statement.byAgreement(), statement.included(), statement.waived()));
        }
    }

    record Minutes(int chargeable, int byAgreement, int included, int waived) {}

    record LineView(
            @Nullable String ticket,
            @Nullable String title,
            @Nullable String deliveryId,
            @Nullable String party,
            int minutes,
            @Nullable PriceView price,
            @Nullable BigDecimal amount) {

        static LineView of(WorkStatement.Line line) {
            return new LineView(
                    line.ticket(),
                    line.title(),
                    line.deliveryId(),
                    line.party(),
                    line.minutes(),
                    PriceView.of(line.price()),
                    line.amount());
        }
    }
}
