package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.models.ModelFile;
import dev.signalbox.workflow.models.ModelRelease;
import dev.signalbox.workflow.models.ModelRelease.Origin;
import dev.signalbox.workflow.models.ModelVersion;
import dev.signalbox.workflow.models.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.JsonNode;

/** Flows, tables and forms: what is in force, every version before, new ones through the gate, and the way back. */
@RestController
@RequestMapping("/api/models")
class ModelsController {

    private final Models models;

    ModelsController(Models models) {
        this.models = models;
    }

    @GetMapping
    Page<VersionView> inForce(
            Caller caller, @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "100") int size) {
        caller.needs(Action.SEE_MODELS);
        return paged(models.inForce(), page, size);
    }

    /** Files of the models directory that did not pass the gate, with the reasons. */
    @GetMapping("/refused")
    List<Models.RefusedFile> refused(Caller caller) {
        caller.needs(Action.SEE_MODELS);
        return models.refused();
    }

    /** Every version of a file, the newest first. */
    @GetMapping("/{file}")
    Page<VersionView> versions(
            Caller caller,
            @PathVariable String file,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        caller.needs(Action.SEE_MODELS);
        List<ModelVersion> found = models.versions(file);
        if (found.isEmpty()) {
            throw new NotFound("model file of this name");
        }
        return paged(found, page, size);
    }

    /** The file itself, as it was released. */
    @GetMapping("/{file}/{version}")
    ResponseEntity<byte[]> content(Caller caller, @PathVariable String file, @PathVariable int version) {
        caller.needs(Action.SEE_MODELS);
        ModelFile found = models.version(file, version)
                .map(ModelVersion::file)
                .orElseThrow(() -> new NotFound("version of a model file"));
        return ResponseEntity.ok()
                .contentType(found.kind().equals("form") ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_XML)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(found.name())
                                .build()
                                .toString())
                .body(found.content());
    }

    /** Files as parts of a form, with a field {@code reason}. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<ReleaseView> files(
            Caller caller,
            MultipartHttpServletRequest request,
            @RequestParam @Nullable String reason,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        caller.needsEverywhere(Action.RELEASE_MODELS);
        List<ModelFile> files = new ArrayList<>();
        for (MultipartFile file : request.getMultiFileMap().values().stream()
                .flatMap(List::stream)
                .toList()) {
            files.add(new ModelFile(String.valueOf(file.getOriginalFilename()), file.getBytes()));
        }
        return release(caller, files, reason, dryRun);
    }

    /** {@code {"reason": "…", "files": [{"name": "severity.dmn", "content": "…"}]}}. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ReleaseView> json(
            Caller caller, @RequestBody JsonNode body, @RequestParam(defaultValue = "false") boolean dryRun) {
        caller.needsEverywhere(Action.RELEASE_MODELS);
        Fields fields = new Fields(body);
        String reason = fields.text("reason", 1_000);
        fields.done();
        if (!body.path("files").isArray()) {
            throw new Refused("files", "a list of files", body.path("files"));
        }
        List<ModelFile> files = new ArrayList<>();
        for (JsonNode file : body.path("files")) {
            Fields parts = new Fields(file);
            String name = parts.text("name", 80);
            parts.done();
            if (!file.path("content").isString()) {
                throw new Refused(name + ".content", "the file's content as text", file.path("content"));
            }
            files.add(new ModelFile(name, file.path("content").asString().getBytes(StandardCharsets.UTF_8)));
        }
        return release(caller, files, reason, dryRun);
    }

    private ResponseEntity<ReleaseView> release(
            Caller caller, List<ModelFile> files, @Nullable String reason, boolean dryRun) {
        ModelRelease release = caller.doing(
                null, () -> dryRun ? models.tryOut(files, reason) : models.release(files, Origin.UPLOAD, reason));
        boolean created = !dryRun && release.number() > 0;
        return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .body(ReleaseView.of(release, dryRun));
    }

    /** Back to the version before. */
    @PostMapping("/{file}/rollback")
    ReleaseView rollBack(Caller caller, @PathVariable String file, @RequestBody JsonNode body) {
        caller.needsEverywhere(Action.RELEASE_MODELS);
        if (models.inForce(file).isEmpty()) {
            throw new NotFound("model file of this name");
        }
        String reason = reason(body);
        return ReleaseView.of(caller.doing(null, () -> models.rollBack(file, reason)), false);
    }

    /** Every file of a release back to the version before it. */
    @PostMapping("/releases/{number}/rollback")
    ReleaseView rollBack(Caller caller, @PathVariable long number, @RequestBody JsonNode body) {
        caller.needsEverywhere(Action.RELEASE_MODELS);
        String reason = reason(body);
        return ReleaseView.of(caller.doing(null, () -> models.rollBack(number, reason)), false);
    }

    private static String reason(JsonNode body) {
        Fields fields = new Fields(body);
        String reason = fields.text("reason", 1_000);
        fields.done();
        return reason;
    }

    private static Page<VersionView> paged(List<ModelVersion> all, int page, int size) {
        Paging paging = new Paging(page, size);
        return new Page<>(
                all.stream()
                        .skip((long) paging.page() * paging.size())
                        .limit(paging.size())
                        .map(VersionView::of)
                        .toList(),
                page,
                size,
                all.size());
    }

    record VersionView(
            String file,
            int version,
            long release,
            Instant at,
            String by,
            Origin origin,
            String reason,
            @Nullable Integer copyOf,
            String sha256) {

        static VersionView of(ModelVersion version) {
            return new VersionView(
                    version.file().name(),
                    version.version(),
                    version.release(),
                    version.at(),
                    version.actor(),
                    version.origin(),
                    version.reason(),
                    version.copyOf(),
                    version.file().sha256());
        }
    }

    /** {@code release} is null where nothing came into force: a dry run, or files that are in force already. */
    record ReleaseView(
            @Nullable Long release,
            boolean dryRun,
            Instant at,
            String by,
            String reason,
            List<ModelRelease.Version> versions) {

        static ReleaseView of(ModelRelease release, boolean dryRun) {
            return new ReleaseView(
                    dryRun || release.number() == 0 ? null : release.number(),
                    dryRun,
                    release.at(),
                    release.actor(),
                    release.reason(),
                    release.versions());
        }
    }
}
