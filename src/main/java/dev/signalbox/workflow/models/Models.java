package dev.signalbox.workflow.models;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.models.ModelRelease.Origin;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * The flows, tables and forms in force, and every version before. A release is checked at the gate and comes into force
 * whole, in one transaction that all nodes see: new tickets follow the new flows, running ones keep theirs, and a
 * table's newest version decides from then on.
 */
@Component
@Transactional
public class Models {

    private static final int LONGEST_REASON = 1_000;
    private static final int MOST_FILES = 50;

    private final ModelRows rows;
    private final ModelGate gate;
    private final Deployments deployments;
    private final Audit audit;
    private final Clock clock;
    private final JsonMapper json;

    Models(ModelRows rows, ModelGate gate, Deployments deployments, Audit audit, Clock clock, JsonMapper json) {
        this.json = json;
        this.rows = rows;
        this.gate = gate;
        this.deployments = deployments;
        this.audit = audit;
        this.clock = clock;
    }

    /** A file in a watched directory that the gate refused. */
    public record RefusedFile(String file, Instant at, String problems) {}

    /** Releases what is new among {@code files}; files that are in force already change nothing. */
    public ModelRelease release(List<ModelFile> files, Origin origin, @Nullable String reason) {
        return release(files, Map.of(), origin, checked(reason));
    }

    /** Says what {@link #release} would do, through the gate and the engine, and does nothing. */
    public ModelRelease tryOut(List<ModelFile> files, @Nullable String reason) {
        ModelRelease release = release(files, Map.of(), Origin.UPLOAD, checked(reason));
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return release;
    }

    /** Takes the file back to what it was before the version in force. */
    public ModelRelease rollBack(String file, @Nullable String reason) {
        return back(List.of(rows.inForce(file).orElseThrow(() -> unknown(file))), checked(reason));
    }

    /**
     * Takes every file of a release back; each must still be as that release left it. A file that came with the release
     * stays, since nothing calls it once those that did are back.
     */
    public ModelRelease rollBack(long release, @Nullable String reason) {
        List<ModelVersion> versions = rows.of(release);
        if (versions.isEmpty()) {
            throw new Refused("release", "the number of a release", release);
        }
        for (ModelVersion version : versions) {
            int now = rows.inForce(version.file().name())
                    .map(ModelVersion::version)
                    .orElse(0);
            if (now != version.version()) {
                throw new ModelConflict("%s is at version %d, past the %d of release %d"
                        .formatted(version.file().name(), now, version.version(), release));
            }
        }
        List<ModelVersion> older =
                versions.stream().filter(version -> version.root() > 1).toList();
        return back(older.isEmpty() ? versions : older, checked(reason));
    }

    private ModelRelease back(List<ModelVersion> versions, String reason) {
        List<ModelFile> files = new ArrayList<>();
        Map<String, Integer> copies = new LinkedHashMap<>();
        for (ModelVersion version : versions) {
            String file = version.file().name();
            ModelVersion before = rows.of(file, version.root() - 1)
                    .orElseThrow(() ->
                            new ModelConflict("There is no version of " + Findings.quoted(file) + " before this one"));
            files.add(before.file());
            copies.put(file, before.root());
        }
        return release(files, copies, Origin.ROLLBACK, reason);
    }

    private ModelRelease release(List<ModelFile> files, Map<String, Integer> copies, Origin origin, String reason) {
        if (files.isEmpty() || files.size() > MOST_FILES) {
            throw new Refused("files", "1 to " + MOST_FILES + " files", files.size());
        }
        files.forEach(file -> ModelGate.checkName(file.name()));
        rows.lock();
        Map<String, ModelFile> all = new TreeMap<>();
        rows.inForce().forEach(version -> all.put(version.file().name(), version.file()));
        Map<String, ModelFile> changed = new TreeMap<>();
        for (ModelFile file : files) {
            if (changed.containsKey(file.name())) {
                throw new Refused("files", "each file once", file.name());
            }
            ModelFile before = all.get(file.name());
            if (before == null || !before.sha256().equals(file.sha256())) {
                changed.put(file.name(), file);
            }
        }
        if (changed.isEmpty()) {
            return new ModelRelease(0, clock.instant(), Occasion.current().actor(), origin, reason, List.of());
        }
        all.putAll(changed);
        gate.check(all.values());
        return bring(changed.values(), all.values(), copies, origin, reason);
    }

    private ModelRelease bring(
            Collection<ModelFile> changed,
            Collection<ModelFile> all,
            Map<String, Integer> copies,
            Origin origin,
            String reason) {
        long number = rows.addRelease(origin, reason);
        List<ModelRelease.Version> versions = new ArrayList<>();
        for (ModelFile file : changed) {
            Integer copy = copies.get(file.name());
            int version = rows.addVersion(file, number, copy);
            versions.add(new ModelRelease.Version(file.name(), version));
            if (origin != Origin.SHIPPED) {
                audit.keep(Change.of(copy == null ? "model.released" : "model.rolled-back", "model", file.name())
                        .from(version == 1 ? Map.of() : Map.of("version", version - 1))
                        .to(
                                copy == null
                                        ? Map.of("version", version, "release", number)
                                        : Map.of("version", version, "release", number, "copyOf", copy))
                        .because(reason));
            }
        }
        String deployment = deployments.deploy(number, changed, all);
        if (!deployment.isEmpty()) {
            rows.deployed(number, deployment);
        }
        return new ModelRelease(
                number, clock.instant(), Occasion.current().actor(), origin, reason, List.copyOf(versions));
    }

    @Transactional(readOnly = true)
    public List<ModelVersion> inForce() {
        return rows.inForce();
    }

    @Transactional(readOnly = true)
    public Optional<ModelVersion> inForce(String file) {
        return rows.inForce(file);
    }

    /** Every version of the file, the newest first. */
    @Transactional(readOnly = true)
    public List<ModelVersion> versions(String file) {
        return rows.of(file);
    }

    @Transactional(readOnly = true)
    public Optional<ModelVersion> version(String file, int version) {
        return rows.of(file, version);
    }

    /** What a version says, and what in it differs from the version before. */
    @Transactional(readOnly = true)
    public Outline outline(ModelVersion version) {
        ModelFile before = rows.of(version.file().name(), version.version() - 1)
                .map(ModelVersion::file)
                .orElse(null);
        return Outline.of(version.file(), before, json);
    }

    /** What a watched directory holds and the gate refused, the newest first. */
    @Transactional(readOnly = true)
    public List<RefusedFile> refused() {
        return rows.refused();
    }

    /** Keys of the form in force that its author added and the product does not read itself. */
    @Transactional(readOnly = true)
    public Set<String> ownFields(ModelFile form) {
        return gate.ownFields(form);
    }

    private static Refused unknown(String file) {
        return new Refused("file", "a file in force", file);
    }

    private static String checked(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new Refused(
                    "reason", "why, in 1 to " + LONGEST_REASON + " characters", reason == null ? "nothing" : reason);
        }
        return reason.strip();
    }
}
