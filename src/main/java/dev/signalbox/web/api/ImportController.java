package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.masterdata.Import;
import dev.signalbox.masterdata.Kind;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.masterdata.Masterdata;
import dev.signalbox.masterdata.Sheets;
import dev.signalbox.masterdata.Uploads;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** Loads and gives back the partner's own data, all kinds at once or one of them, as CSV or JSON. */
@RestController
@RequestMapping("/api")
class ImportController {

    private final Import imports;
    private final Races races;
    private final Uploads uploads;
    private final Masterdata masterdata;
    private final Audit audit;

    ImportController(Import imports, Races races, Uploads uploads, Masterdata masterdata, Audit audit) {
        this.imports = imports;
        this.races = races;
        this.uploads = uploads;
        this.masterdata = masterdata;
        this.audit = audit;
    }

    /** Files named after their kind, such as {@code customers.csv}: the part's name or the file's. */
    @PostMapping(path = "/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Import.Report> files(
            Caller caller, MultipartHttpServletRequest request, @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        caller.needs(Action.MANAGE_DATA);
        List<Import.Sheet> sheets = new ArrayList<>();
        for (MultipartFile file : request.getMultiFileMap().values().stream()
                .flatMap(List::stream)
                .toList()) {
            String name = file.getOriginalFilename() == null ? file.getName() : file.getOriginalFilename();
            String kind = Kinds.find(file.getName()).isPresent() ? file.getName() : name;
            sheets.add(uploads.sheet(kind, name, file.getBytes()));
        }
        return load(caller, sheets, dryRun);
    }

    /** One JSON object with a list of items for each kind. */
    @PostMapping(path = "/import", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Import.Report> json(
            Caller caller, @RequestBody byte[] body, @RequestParam(defaultValue = "false") boolean dryRun) {
        caller.needs(Action.MANAGE_DATA);
        return load(caller, uploads.json(body), dryRun);
    }

    /** One kind: CSV, or a JSON list of items. */
    @PostMapping("/import/{kind}")
    ResponseEntity<Import.Report> one(
            Caller caller,
            @PathVariable String kind,
            @RequestBody byte[] body,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type) {
        caller.needs(Action.MANAGE_DATA);
        boolean isJson = type.isCompatibleWith(MediaType.APPLICATION_JSON);
        return load(caller, List.of(uploads.sheet(kind, kind + (isJson ? ".json" : ".csv"), body)), dryRun);
    }

    private ResponseEntity<Import.Report> load(Caller caller, List<Import.Sheet> sheets, boolean dryRun) {
        if (sheets.isEmpty()) {
            throw new Refused("body", "at least one file", "none");
        }
        sheets.forEach(sheet -> caller.needs(sheet.kind().managedWith()));
        Import.Report report = caller.doing(
                null, () -> races.again(() -> imports.load(MasterdataController.scope(caller), sheets, dryRun)));
        boolean refused = !dryRun && !report.committed();
        return ResponseEntity.status(refused ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK)
                .body(report);
    }

    /** Every kind that the caller sees, as one JSON object that can be imported again. */
    @GetMapping("/export")
    Map<String, List<Map<String, @Nullable Object>>> everything(Caller caller) {
        caller.needs(Action.EXPORT_DATA);
        Map<String, List<Map<String, @Nullable Object>>> all = new LinkedHashMap<>();
        Kinds.ALL.stream()
                .filter(kind -> caller.may(kind.seenWith()))
                .forEach(kind -> all.put(kind.name(), items(caller, kind)));
        exported(caller, "everything");
        return all;
    }

    @GetMapping("/export/{kind}")
    ResponseEntity<?> export(
            Caller caller,
            @PathVariable String kind,
            @RequestParam(defaultValue = "json") String format,
            HttpServletRequest request) {
        caller.needs(Action.EXPORT_DATA);
        Kind wanted = Kinds.find(kind).orElseThrow(() -> new NotFound("kind of data"));
        caller.needs(wanted.seenWith());
        String accept = String.valueOf(request.getHeader(HttpHeaders.ACCEPT));
        if (!List.of("json", "csv").contains(format)) {
            throw new Refused("format", "json or csv", format);
        }
        List<Map<String, @Nullable Object>> items = items(caller, wanted);
        exported(caller, wanted.name());
        if (format.equals("csv") || accept.startsWith("text/csv")) {
            return csv(wanted.name(), Sheets.write(wanted.columns(), items));
        }
        return ResponseEntity.ok(items);
    }

    static ResponseEntity<byte[]> csv(String name, String text) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".csv")
                                .build()
                                .toString())
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Map<String, @Nullable Object>> items(Caller caller, Kind kind) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (int page = 0; ; page++) {
            var found = masterdata.page(MasterdataController.scope(caller), kind, null, null, page, 1_000);
            all.addAll(found.items());
            if (all.size() >= found.total() || found.items().isEmpty()) {
                return all;
            }
        }
    }

    private void exported(Caller caller, String what) {
        caller.doing(null, () -> {
            audit.keep(Change.of("data.exported", "export", what).of(caller.partnerId(), null));
            return what;
        });
    }
}
