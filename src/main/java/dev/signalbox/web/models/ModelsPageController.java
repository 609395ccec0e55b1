package dev.signalbox.web.models;

import dev.signalbox.access.Action;
import dev.signalbox.decision.PersonsAnswers;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.models.ModelConflict;
import dev.signalbox.workflow.models.ModelFile;
import dev.signalbox.workflow.models.ModelRelease;
import dev.signalbox.workflow.models.ModelTexts;
import dev.signalbox.workflow.models.ModelVersion;
import dev.signalbox.workflow.models.Models;
import dev.signalbox.workflow.models.Outline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** Where a support manager reads what is in force, tries and releases files, and takes them back. */
@Controller
class ModelsPageController {

    /** What an outline puts between the texts of a line: each is kept as a part of its own. */
    private static final Pattern JOINTS = Pattern.compile("(?<=; |: | if |→ )|(?=; |: | if | · )");

    private final Models models;
    private final PersonsAnswers answers;
    private final Frames frames;
    private final Words words;
    private final ModelTexts texts;

    ModelsPageController(Models models, PersonsAnswers answers, Frames frames, Words words, ModelTexts texts) {
        this.models = models;
        this.answers = answers;
        this.frames = frames;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping("/models")
    String list(Caller caller, Model model) {
        return list(caller, model, null, List.of());
    }

    @PostMapping("/models")
    String release(
            Caller caller,
            Model model,
            @RequestParam List<MultipartFile> files,
            @RequestParam @Nullable String reason,
            @RequestParam(defaultValue = "true") boolean dryRun)
            throws IOException {
        caller.needsEverywhere(Action.RELEASE_MODELS);
        List<ModelFile> read = new ArrayList<>();
        for (MultipartFile file : files) {
            if (!file.isEmpty()) {
                read.add(new ModelFile(String.valueOf(file.getOriginalFilename()), file.getBytes()));
            }
        }
        try {
            ModelRelease release = caller.doing(
                    null,
                    () -> dryRun
                            ? models.tryOut(read, reason)
                            : models.release(read, ModelRelease.Origin.UPLOAD, reason));
            return list(caller, model, verdict(release, dryRun), List.of());
        } catch (Refused refused) {
            return list(
                    caller,
                    model,
                    null,
                    refused.problems().stream().map(this::told).toList());
        }
    }

    private String verdict(ModelRelease release, boolean dryRun) {
        String files = release.versions().stream()
                .map(version -> version.file() + " " + version.version())
                .collect(Collectors.joining(", "));
        if (release.versions().isEmpty()) {
            return words.of("models.same");
        }
        return dryRun ? words.of("models.would", files) : words.of("models.released", release.number(), files);
    }

    private String list(Caller caller, Model model, @Nullable String verdict, List<Problem> problems) {
        caller.needs(Action.SEE_MODELS);
        model.addAttribute("frame", frames.of(caller, "models", null));
        model.addAttribute("versions", models.inForce().stream().map(this::line).toList());
        model.addAttribute(
                "refused",
                models.refused().stream()
                        .map(one -> new Models.RefusedFile(one.file(), one.at(), words.reason(one.problems())))
                        .toList());
        model.addAttribute("verdict", verdict);
        model.addAttribute("problems", problems);
        model.addAttribute("mayRelease", caller.may(Action.RELEASE_MODELS) && caller.partnerId() == null);
        return "models/list";
    }

    @GetMapping("/models/{file}")
    String file(
            Caller caller,
            Model model,
            @PathVariable String file,
            @RequestParam(required = false) @Nullable Integer version) {
        return file(caller, model, file, version, null);
    }

    /** The file itself, to take away; as a picture with its names in the viewer's language. */
    @GetMapping("/models/{file}/{version:[0-9]+}")
    ResponseEntity<byte[]> content(
            Caller caller,
            Locale locale,
            @PathVariable String file,
            @PathVariable int version,
            @RequestParam(defaultValue = "false") boolean drawn) {
        caller.needs(Action.SEE_MODELS);
        ModelFile found = models.version(file, version)
                .map(ModelVersion::file)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return ResponseEntity.ok()
                .contentType(found.kind().equals("form") ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_XML)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(found.name())
                                .build()
                                .toString())
                .body(drawn && found.kind().equals("bpmn") ? texts.picture(locale, found.content()) : found.content());
    }

    @PostMapping("/models/{file}/rollback")
    String rollBack(Caller caller, Model model, @PathVariable String file, @RequestParam @Nullable String reason) {
        caller.needsEverywhere(Action.RELEASE_MODELS);
        try {
            caller.doing(null, () -> models.rollBack(file, reason));
        } catch (Refused refused) {
            return file(
                    caller,
                    model,
                    file,
                    null,
                    refused.problems().stream()
                            .map(this::told)
                            .map(problem -> words.of(
                                    "refusal.field",
                                    problem.field(),
                                    words.of("problem", problem.expected(), problem.found())))
                            .collect(Collectors.joining(" ")));
        } catch (ModelConflict conflict) {
            return file(caller, model, file, null, words.phrase(String.valueOf(conflict.getMessage())));
        }
        return "redirect:/models/" + file;
    }

    /** A finding names a place in a file; what is wrong with the order itself has a name on this page. */
    private Problem told(Problem problem) {
        Problem told = words.told(problem);
        String field = words.perhaps("models.field." + problem.field());
        return field == null ? told : new Problem(field, told.expected(), told.found());
    }

    private String file(Caller caller, Model model, String file, @Nullable Integer version, @Nullable String problem) {
        caller.needs(Action.SEE_MODELS);
        List<ModelVersion> versions = models.versions(file);
        Optional<ModelVersion> shown = versions.stream()
                .filter(one -> version == null || one.version() == version)
                .findFirst();
        if (shown.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        model.addAttribute("frame", frames.of(caller, "models", null));
        model.addAttribute("file", file);
        model.addAttribute("shown", line(shown.get()));
        model.addAttribute("versions", versions.stream().map(this::line).toList());
        Outline outline = told(models.outline(shown.get()));
        model.addAttribute("outline", outline);
        if (shown.get().file().kind().equals("dmn")) {
            model.addAttribute("counts", counts(caller, outline));
        }
        model.addAttribute("problem", problem);
        model.addAttribute(
                "mayRollBack",
                caller.may(Action.RELEASE_MODELS)
                        && caller.partnerId() == null
                        && versions.size() > 1
                        && shown.get().version() == versions.getFirst().version());
        return "models/file";
    }

    /** The outline in the viewer's language; what machines read stays as it stands in the file. */
    private Outline told(Outline outline) {
        return new Outline(outline.sections().stream()
                .map(section -> new Outline.Section(
                        section.id(),
                        told(section.title()),
                        section.columns().stream().map(this::column).toList(),
                        section.rows().stream()
                                .map(row -> new Outline.Row(
                                        row.id(),
                                        row.cells().stream().map(this::told).toList(),
                                        row.change()))
                                .toList()))
                .toList());
    }

    /** A column of our own has a message, one of a table stands in the file. */
    private String column(String name) {
        String own = words.perhaps("models.column." + name);
        return own == null ? told(name) : own;
    }

    /** A text of the file, or several in one line as an outline joins them. */
    private String told(String text) {
        String whole = words.model(text);
        return whole.equals(text) ? JOINTS.splitAsStream(text).map(words::model).collect(Collectors.joining()) : whole;
    }

    /** By decision and rule, over every version that had the rule: a rule keeps its id through all of them. */
    private Map<String, Map<String, Count>> counts(Caller caller, Outline outline) {
        Map<String, Map<String, Count>> counts = new HashMap<>();
        for (Outline.Section table : outline.sections()) {
            Map<String, Count> ofTable = counts.computeIfAbsent(table.id(), none -> new HashMap<>());
            answers.counts(table.id(), caller.partnerId())
                    .forEach(count ->
                            ofTable.merge(count.rule(), new Count(count.matched(), count.overridden()), Count::plus));
        }
        return counts;
    }

    private Line line(ModelVersion version) {
        return new Line(
                version.file().name(),
                version.file().kind(),
                version.version(),
                version.at(),
                version.actor(),
                version.origin().name().toLowerCase(Locale.ROOT),
                words.phrase(version.reason()),
                version.copyOf());
    }

    /** How often a rule answered and was overridden. */
    record Count(int matched, int overridden) {
        Count plus(Count other) {
            return new Count(matched + other.matched, overridden + other.overridden);
        }
    }

    /** A version in a line of a table. */
    record Line(
            String file,
            String kind,
            int version,
            java.time.Instant at,
            String by,
            String origin,
            String reason,
            @Nullable Integer copyOf) {}
}
