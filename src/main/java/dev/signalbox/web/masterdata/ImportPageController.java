package dev.signalbox.web.masterdata;

import dev.signalbox.access.Action;
import dev.signalbox.masterdata.Import;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.masterdata.Uploads;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The page on which a partner loads its files: first a dry run, then the same for good. */
@Controller
class ImportPageController {

    /** More rows than anybody reads; the counts tell of the rest. */
    private static final int SHOWN = 500;

    private final Import imports;
    private final Races races;
    private final Uploads uploads;
    private final Frames frames;
    private final Words words;
    private final FieldWords fields;

    ImportPageController(Import imports, Races races, Uploads uploads, Frames frames, Words words, FieldWords fields) {
        this.imports = imports;
        this.races = races;
        this.uploads = uploads;
        this.frames = frames;
        this.words = words;
        this.fields = fields;
    }

    @GetMapping("/data/import")
    String form(Caller caller, Model model) {
        return page(caller, model, null, List.of());
    }

    @PostMapping("/data/import")
    String load(
            Caller caller,
            Model model,
            @RequestParam List<MultipartFile> files,
            @RequestParam(defaultValue = "true") boolean dryRun)
            throws IOException {
        caller.needs(Action.MANAGE_DATA);
        try {
            List<Import.Sheet> sheets = new ArrayList<>();
            for (MultipartFile file : files) {
                String name = String.valueOf(file.getOriginalFilename());
                if (!file.isEmpty()) {
                    sheets.add(uploads.sheet(name, name, file.getBytes()));
                }
            }
            if (sheets.isEmpty()) {
                throw new Refused("files", "at least one file", "none");
            }
            sheets.forEach(sheet -> caller.needs(sheet.kind().managedWith()));
            Import.Report report = caller.doing(
                    null, () -> races.again(() -> imports.load(DataController.scope(caller), sheets, dryRun)));
            return page(caller, model, report, List.of());
        } catch (Refused refused) {
            return page(
                    caller,
                    model,
                    null,
                    refused.problems().stream().map(fields::ofFile).toList());
        }
    }

    private String page(Caller caller, Model model, Import.@Nullable Report report, List<String> problems) {
        caller.needs(Action.MANAGE_DATA);
        model.addAttribute("frame", frames.of(caller, "data", null));
        model.addAttribute("kinds", Kinds.ALL);
        model.addAttribute("report", report);
        model.addAttribute("problems", problems);
        if (report != null) {
            List<Import.RowReport> worstFirst = report.rows().stream()
                    .sorted((one, other) -> Integer.compare(
                            other.result().ordinal(), one.result().ordinal()))
                    .toList();
            model.addAttribute(
                    "rows", worstFirst.stream().limit(SHOWN).map(this::line).toList());
            model.addAttribute("counts", counts(report));
            model.addAttribute("more", Math.max(0, worstFirst.size() - SHOWN));
            model.addAttribute("verdict", verdict(report));
        }
        return "masterdata/import";
    }

    private String verdict(Import.Report report) {
        if (report.committed()) {
            return words.of("data.import.done");
        }
        return report.refused() > 0 ? words.of("data.import.refused", report.refused()) : words.of("data.import.would");
    }

    private List<Count> counts(Import.Report report) {
        return report.counts().entrySet().stream()
                .map(kind -> new Count(
                        words.code("data.kind", kind.getKey()),
                        kind.getValue().entrySet().stream()
                                .map(fate -> words.of("data.import.count", fate.getValue(), fate(fate.getKey())))
                                .toList()))
                .toList();
    }

    private String fate(Import.Fate fate) {
        return words.of("data.import.fate." + fate);
    }

    private Line line(Import.RowReport row) {
        List<String> told = new ArrayList<>();
        row.problems().forEach(problem -> told.add(fields.ofColumn(problem)));
        row.changes()
                .forEach((field, change) -> told.add(words.of(
                        "data.import.change",
                        fields.column(field),
                        DataController.told(change.get("from")),
                        DataController.told(change.get("to")))));
        return new Line(
                words.code("data.kind", row.kind()),
                row.line(),
                row.externalId(),
                row.result().name().toLowerCase(Locale.ROOT),
                fate(row.result()),
                told);
    }

    /** How many rows of a kind met which fate. */
    record Count(String kind, List<String> fates) {}

    /**
     * @param look the style of the fate
     */
    record Line(String kind, long number, String id, String look, String result, List<String> told) {}
}
