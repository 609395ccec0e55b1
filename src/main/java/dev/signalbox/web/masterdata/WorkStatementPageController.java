package dev.signalbox.web.masterdata;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.Customer;
import dev.signalbox.masterdata.Sheets;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.work.WorkSheet;
import dev.signalbox.work.WorkStatement;
import dev.signalbox.work.WorkStatements;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** A customer's monthly statement of chargeable work, to read, print and take away. */
@Controller
@RequestMapping("/data/customers/{id}")
class WorkStatementPageController {

    private final CustomerAccess customers;
    private final WorkStatements statements;
    private final Frames frames;
    private final Audit audit;

    WorkStatementPageController(CustomerAccess customers, WorkStatements statements, Frames frames, Audit audit) {
        this.customers = customers;
        this.statements = statements;
        this.frames = frames;
        this.audit = audit;
    }

    @GetMapping("/work")
    String statement(
            Caller caller,
            Model model,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String month) {
        Customer customer = find(caller, id);
        model.addAttribute("frame", frames.of(caller, "data", null));
        model.addAttribute("customer", customer);
        model.addAttribute("statement", statement(customer, month));
        model.addAttribute("mayExport", caller.may(Action.EXPORT_DATA));
        return "masterdata/work";
    }

    @GetMapping("/work/export")
    ResponseEntity<byte[]> export(
            Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String month) {
        Customer customer = find(caller, id);
        caller.needs(Action.EXPORT_DATA);
        WorkStatement statement = statement(customer, month);
        caller.doing(null, () -> {
            audit.keep(Change.of("data.exported", "export", "work-statement")
                    .of(customer.partnerId(), customer.id())
                    .to(Map.of("month", statement.month().toString())));
            return statement;
        });
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("work-" + statement.month() + ".csv")
                                .build()
                                .toString())
                .body(Sheets.write(WorkSheet.COLUMNS, WorkSheet.rows(statement)).getBytes(StandardCharsets.UTF_8));
    }

    private WorkStatement statement(Customer customer, @Nullable String month) {
        try {
            return statements.of(customer, month);
        } catch (Refused wrong) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, wrong.getMessage());
        }
    }

    private Customer find(Caller caller, String id) {
        caller.needs(Action.SEE_DATA);
        return customers.find(caller, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
