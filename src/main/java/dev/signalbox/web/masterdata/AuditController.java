package dev.signalbox.web.masterdata;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.AuditFilter;
import dev.signalbox.audit.AuditRow;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.security.Caller;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page that shows who changed what. */
@Controller("auditPageController")
class AuditController {

    private static final int SIZE = 50;

    private final Audit audit;
    private final Frames frames;

    AuditController(Audit audit, Frames frames) {
        this.audit = audit;
        this.frames = frames;
    }

    @GetMapping("/audit")
    String list(
            Caller caller,
            Model model,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(defaultValue = "0") int page) {
        caller.needs(Action.SEE_AUDIT);
        AuditFilter filter = new AuditFilter(blank(kind), null, blank(actor), blank(action), caller.partnerId(), null);
        int at = Math.max(0, Math.min(page, 100_000));
        long total = audit.count(filter);
        model.addAttribute("frame", frames.of(caller, "audit", null));
        model.addAttribute(
                "entries", audit.page(filter, at, SIZE).stream().map(Entry::of).toList());
        model.addAttribute("total", total);
        model.addAttribute("page", at);
        model.addAttribute("pages", (total + SIZE - 1) / SIZE);
        model.addAttribute("actor", actor == null ? "" : actor);
        model.addAttribute("kind", kind == null ? "" : kind);
        model.addAttribute("action", action == null ? "" : action);
        return "masterdata/audit";
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** A change in a line's words. */
    record Entry(Instant at, String actor, String action, String kind, String id, String told) {

        static Entry of(AuditRow row) {
            Set<String> fields = new LinkedHashSet<>(row.change().before().keySet());
            fields.addAll(row.change().after().keySet());
            String changes = fields.stream()
                    .map(field -> field + ": " + value(row.change().before().get(field)) + " → "
                            + value(row.change().after().get(field)))
                    .collect(Collectors.joining("; "));
            String reason = row.change().reason();
            return new Entry(
                    row.at(),
                    row.actor(),
                    row.change().action(),
                    row.change().kind(),
                    row.change().id(),
                    reason == null ? changes : changes.isEmpty() ? reason : reason + " — " + changes);
        }

        private static String value(@Nullable Object value) {
            return value == null ? "–" : value.toString();
        }
    }
}
