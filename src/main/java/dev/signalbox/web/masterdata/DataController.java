package dev.signalbox.web.masterdata;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Action;
import dev.signalbox.access.Role;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.AuditFilter;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.Customers;
import dev.signalbox.masterdata.Kind;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.masterdata.Masterdata;
import dev.signalbox.masterdata.Scope;
import dev.signalbox.masterdata.Sheets;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Pages to read the partner's own data: a list for each kind, and a page for each item. */
@Controller
class DataController {

    private static final int SIZE = 50;
    /** Columns that a list shows; the item's page shows all. */
    private static final int COLUMNS = 5;

    private final Masterdata masterdata;
    private final Customers customers;
    private final Accounts accounts;
    private final Audit audit;
    private final Frames frames;
    private final Words words;
    private final FieldWords fields;

    DataController(
            Masterdata masterdata,
            Customers customers,
            Accounts accounts,
            Audit audit,
            Frames frames,
            Words words,
            FieldWords fields) {
        this.masterdata = masterdata;
        this.customers = customers;
        this.accounts = accounts;
        this.audit = audit;
        this.frames = frames;
        this.words = words;
        this.fields = fields;
    }

    static Scope scope(Caller caller) {
        return new Scope(caller.account(), caller.role(), caller.partnerId());
    }

    @GetMapping("/data")
    String first() {
        return "redirect:/data/customers";
    }

    @GetMapping("/data/{kind}")
    String list(
            Caller caller,
            Model model,
            @PathVariable String kind,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "0") int page) {
        Kind wanted = kind(caller, kind);
        int at = Math.max(0, Math.min(page, 100_000));
        Page<Map<String, @Nullable Object>> found = masterdata.page(scope(caller), wanted, q, null, at, SIZE);
        List<String> columns =
                wanted.columns().subList(0, Math.min(COLUMNS, wanted.columns().size()));
        common(caller, model, wanted);
        model.addAttribute("heading", words.code("data.kind", kind));
        model.addAttribute("q", q == null ? "" : q);
        model.addAttribute("columns", columns.stream().map(fields::label).toList());
        model.addAttribute(
                "rows",
                found.items().stream()
                        .map(item -> new Row(
                                String.valueOf(item.get("externalId")),
                                columns.stream()
                                        .map(column -> told(item.get(column)))
                                        .toList()))
                        .toList());
        model.addAttribute("total", found.total());
        model.addAttribute("page", at);
        model.addAttribute("pages", (found.total() + SIZE - 1) / SIZE);
        model.addAttribute("mayManage", caller.may(Action.MANAGE_DATA));
        model.addAttribute("mayExport", caller.may(Action.EXPORT_DATA));
        return "masterdata/list";
    }

    @GetMapping("/data/{kind}/{id}")
    String item(Caller caller, Model model, @PathVariable String kind, @PathVariable String id) {
        return show(caller, model, kind(caller, kind), id, null);
    }

    private String show(Caller caller, Model model, Kind kind, String id, @Nullable String password) {
        Map<String, @Nullable Object> item = masterdata
                .find(scope(caller), kind, id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        common(caller, model, kind);
        Object name = Optional.<Object>ofNullable(item.get("name")).orElse(item.get("displayName"));
        model.addAttribute("heading", name == null ? id : name.toString());
        model.addAttribute("id", id);
        List<Fact> facts = new ArrayList<>();
        item.forEach((field, value) -> facts.add(new Fact(fields.label(field), told(value), link(kind, field, value))));
        model.addAttribute("facts", facts);
        model.addAttribute(
                "statement",
                kind.name().equals("customers") ? customers.supportStatement(id, null, words.language()) : null);
        model.addAttribute("belongings", kind.name().equals("customers") ? belongings(caller, id) : List.of());
        model.addAttribute("password", password);
        model.addAttribute("mayGivePassword", mayGivePassword(caller, kind, id));
        model.addAttribute(
                "changes",
                caller.may(Action.SEE_AUDIT)
                        ? audit
                                .page(new AuditFilter(kind.name(), id, null, null, caller.partnerId(), null), 0, 20)
                                .stream()
                                .map(AuditController.Entry::of)
                                .toList()
                        : List.of());
        return "masterdata/item";
    }

    private List<Belongings> belongings(Caller caller, String customer) {
        return Kinds.ALL.stream()
                .filter(kind -> kind.columns().contains("customerId") && caller.may(kind.seenWith()))
                .map(kind -> new Belongings(
                        kind.name(),
                        words.code("data.kind", kind.name()),
                        masterdata.page(scope(caller), kind, null, customer, 0, 20).items().stream()
                                .map(item -> new Choice(String.valueOf(item.get("externalId")), named(item), false))
                                .toList()))
                .filter(belongings -> !belongings.items().isEmpty())
                .toList();
    }

    private static String named(Map<String, @Nullable Object> item) {
        for (String field : List.of("name", "displayName", "tier", "party", "status")) {
            if (item.get(field) != null) {
                return String.valueOf(item.get(field));
            }
        }
        return String.valueOf(item.get("externalId"));
    }

    private boolean mayGivePassword(Caller caller, Kind kind, String id) {
        return kind.name().equals("agents")
                && caller.may(Action.MANAGE_ACCOUNTS)
                && !id.equals(caller.account())
                && (caller.role() == Role.OPERATOR
                        || accounts.find(id)
                                .map(account -> account.role() != Role.OPERATOR)
                                .orElse(false));
    }

    /** Shows the password on the page that answers, once; it is no part of an address and not kept. */
    @PostMapping("/data/agents/{id}/one-time-password")
    String oneTimePassword(Caller caller, Model model, @PathVariable String id) {
        caller.needs(Action.MANAGE_ACCOUNTS);
        Kind kind = kind(caller, "agents");
        Account account = accounts.find(id)
                .filter(known -> caller.reaches(known.partnerId(), known.customerId()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (!mayGivePassword(caller, kind, id)) {
            throw new AccessDeniedException("Only an operator gives an operator a password");
        }
        String password = caller.doing(null, () -> accounts.oneTimePassword(account));
        return show(caller, model, kind, id, password);
    }

    @GetMapping("/data/{kind}/export")
    ResponseEntity<byte[]> export(Caller caller, @PathVariable String kind) {
        caller.needs(Action.EXPORT_DATA);
        Kind wanted = kind(caller, kind);
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        for (int page = 0; ; page++) {
            var found = masterdata.page(scope(caller), wanted, null, null, page, 1_000);
            items.addAll(found.items());
            if (items.size() >= found.total() || found.items().isEmpty()) {
                break;
            }
        }
        caller.doing(null, () -> {
            audit.keep(Change.of("data.exported", "export", wanted.name()).of(caller.partnerId(), null));
            return items;
        });
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(kind + ".csv")
                                .build()
                                .toString())
                .body(Sheets.write(wanted.columns(), items).getBytes(StandardCharsets.UTF_8));
    }

    private Kind kind(Caller caller, String name) {
        caller.needs(Action.SEE_DATA);
        Kind kind = Kinds.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        caller.needs(kind.seenWith());
        return kind;
    }

    private void common(Caller caller, Model model, Kind at) {
        model.addAttribute("frame", frames.of(caller, "data", null));
        model.addAttribute("kind", at.name());
        model.addAttribute("kindLabel", words.code("data.kind", at.name()));
        model.addAttribute(
                "kinds",
                Kinds.ALL.stream()
                        .filter(kind -> caller.may(kind.seenWith()))
                        .map(kind -> new Choice(kind.name(), words.code("data.kind", kind.name()), kind == at))
                        .toList());
    }

    static String told(@Nullable Object value) {
        return switch (value) {
            case null -> "–";
            case List<?> items ->
                items.isEmpty() ? "–" : items.stream().map(String::valueOf).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }

    /** Where a reference leads. */
    private static @Nullable String link(Kind kind, String field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        String to =
                switch (field) {
                    case "partnerId", "providerId" -> "partners";
                    case "customerId" -> "customers";
                    case "teamId" -> "teams";
                    default -> null;
                };
        return to == null || to.equals(kind.name()) && !field.equals("providerId") ? null : "/data/" + to + "/" + value;
    }

    record Row(String id, List<String> cells) {}

    record Fact(String label, String text, @Nullable String href) {}

    record Belongings(String kind, String label, List<Choice> items) {}

    record Choice(String name, String label, boolean on) {}
}
