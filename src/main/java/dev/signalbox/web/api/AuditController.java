package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.AuditFilter;
import dev.signalbox.audit.AuditRow;
import dev.signalbox.audit.Change;
import dev.signalbox.masterdata.Sheets;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.security.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what, when and why: the newest first, and all of it as CSV. */
@RestController
@RequestMapping("/api/audit")
class AuditController {

    private static final List<String> COLUMNS = List.of(
            "number", "at", "actor", "action", "kind", "id", "partnerId", "customerId", "before", "after", "reason");

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    @GetMapping
    Page<RowView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_AUDIT);
        Paging paging = new Paging(page, size);
        AuditFilter filter = new AuditFilter(kind, id, actor, action, caller.partnerId(), since);
        return new Page<>(
                audit.page(filter, paging.page(), paging.size()).stream()
                        .map(RowView::of)
                        .toList(),
                page,
                size,
                audit.count(filter));
    }

    @GetMapping("/export")
    ResponseEntity<byte[]> export(Caller caller, @RequestParam(required = false) @Nullable Instant since) {
        caller.needs(Action.SEE_AUDIT);
        AuditFilter filter = new AuditFilter(null, null, null, null, caller.partnerId(), since);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int page = 0; ; page++) {
            List<AuditRow> found = audit.page(filter, page, 1_000);
            found.stream().map(RowView::of).map(RowView::cells).forEach(rows::add);
            if (found.size() < 1_000) {
                break;
            }
        }
        caller.doing(null, () -> {
            audit.keep(Change.of("data.exported", "export", "audit").of(caller.partnerId(), null));
            return rows;
        });
        return ImportController.csv("audit", Sheets.write(COLUMNS, rows));
    }

    record RowView(
            long number,
            Instant at,
            String actor,
            String action,
            String kind,
            String id,
            @Nullable String partnerId,
            @Nullable String customerId,
            Map<String, ?> before,
            Map<String, ?> after,
            @Nullable String reason) {

        static RowView of(AuditRow row) {
            Change change = row.change();
            return new RowView(
                    row.number(),
                    row.at(),
                    row.actor(),
                    change.action(),
                    change.kind(),
                    change.id(),
                    change.partnerId(),
                    change.customerId(),
                    change.before(),
                    change.after(),
                    change.reason());
        }

        Map<String, @Nullable Object> cells() {
            Map<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put("number", number);
            cells.put("at", at);
            cells.put("actor", actor);
            cells.put("action", action);
            cells.put("kind", kind);
            cells.put("id", id);
            cells.put("partnerId", partnerId);
            cells.put("customerId", customerId);
            cells.put("before", before);
            cells.put("after", after);
            cells.put("reason", reason);
            return cells;
        }
    }
}
