package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Occasion;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every version of every file, for good; the newest of a file is in force. */
@Component
class ModelRows {

    private static final String VERSIONS = """
            select v.file, v.version, v.release, v.content, v.copy_of, r.at, r.actor, r.origin, r.reason
            from model_version v join model_release r on r.number = v.release
            """;
    private static final String NEWEST =
            "v.version = (select max(n.version) from model_version n where n.file = v.file)";

    private final JdbcClient jdbc;
    private final Clock clock;

    ModelRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Until the end of the transaction nobody else releases, on whichever node. */
    void lock() {
        jdbc.sql("select id from model_lock where id = 1 for update")
                .query(Integer.class)
                .single();
    }

    /** Whether {@code node} is the one that watches a directory: it is until it stops asking for {@code lease}. */
    boolean watches(String node, Duration lease) {
        lock();
        OffsetDateTime now = now();
        return jdbc.sql("""
                        update model_lock set holder = :node, held_until = :until
                        where id = 1 and (holder is null or holder = :node or held_until < :now)""")
                        .param("node", node)
                        .param("until", now.plus(lease))
                        .param("now", now)
                        .update()
                == 1;
    }

    List<ModelVersion> inForce() {
        return jdbc.sql(VERSIONS + "where " + NEWEST + " order by v.file")
                .query(ModelRows::version)
                .list();
    }

    Optional<ModelVersion> inForce(String file) {
        return jdbc.sql(VERSIONS + "where v.file = :file and " + NEWEST)
                .param("file", file)
                .query(ModelRows::version)
                .optional();
    }

    /** The newest first. */
    List<ModelVersion> of(String file) {
        return jdbc.sql(VERSIONS + "where v.file = :file order by v.version desc")
                .param("file", file)
                .query(ModelRows::version)
                .list();
    }

    Optional<ModelVersion> of(String file, int version) {
        return jdbc.sql(VERSIONS + "where v.file = :file and v.version = :version")
                .param("file", file)
                .param("version", version)
                .query(ModelRows::version)
                .optional();
    }

    List<ModelVersion> of(long release) {
        return jdbc.sql(VERSIONS + "where v.release = :release order by v.file")
                .param("release", release)
                .query(ModelRows::version)
                .list();
    }

    long addRelease(ModelRelease.Origin origin, String reason) {
        jdbc.sql("insert into model_release (at, actor, origin, reason) values (:at, :actor, :origin, :reason)")
                .param("at", now())
                .param("actor", Occasion.current().actor())
                .param("origin", origin.name())
                .param("reason", reason)
                .update();
        // under the lock nobody else adds one
        return jdbc.sql("select max(number) from model_release")
                .query(Long.class)
                .single();
    }

    void deployed(long release, String deployment) {
        jdbc.sql("update model_release set deployment = :deployment where number = :release")
                .param("deployment", deployment)
                .param("release", release)
                .update();
    }

    int addVersion(ModelFile file, long release, @Nullable Integer copyOf) {
        int version = inForce(file.name()).map(ModelVersion::version).orElse(0) + 1;
        jdbc.sql("""
                        insert into model_version (file, version, release, sha256, content, copy_of)
                        values (:file, :version, :release, :sha256, :content, :copyOf)""")
                .param("file", file.name())
                .param("version", version)
                .param("release", release)
                .param("sha256", file.sha256())
                .param("content", new String(file.content(), StandardCharsets.UTF_8))
                .param("copyOf", copyOf)
                .update();
        return version;
    }

    /** The hash of {@code file} as {@code place} last held it. */
    Optional<String> seen(String place, String file) {
        return jdbc.sql("select sha256 from model_seen where place = :place and file = :file")
                .param("place", place)
                .param("file", file)
                .query(String.class)
                .optional();
    }

    void see(String place, String file, String sha256, @Nullable String refused) {
        jdbc.sql("delete from model_seen where place = :place and file = :file")
                .param("place", place)
                .param("file", file)
                .update();
        jdbc.sql("""
                        insert into model_seen (place, file, sha256, at, refused)
                        values (:place, :file, :sha256, :at, :refused)""")
                .param("place", place)
                .param("file", file)
                .param("sha256", sha256)
                .param("at", now())
                .param("refused", refused)
                .update();
    }

    /** A refused file is gone from its directory. */
    void forgetRefused(String file) {
        jdbc.sql("delete from model_seen where file = :file and refused is not null")
                .param("file", file)
                .update();
    }

    /** The files a directory holds that the gate refused, and why. */
    List<Models.RefusedFile> refused() {
        return jdbc.sql("select file, at, refused from model_seen where refused is not null order by at desc, file")
                .query((row, i) -> new Models.RefusedFile(
                        row.getString("file"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("refused")))
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static ModelVersion version(ResultSet row, int i) throws SQLException {
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        int copy = row.getInt("copy_of");
        return new ModelVersion(
                new ModelFile(row.getString("file"), row.getString("content").getBytes(StandardCharsets.UTF_8)),
                row.getInt("version"),
                row.getLong("release"),
                at,
                row.getString("actor"),
                ModelRelease.Origin.valueOf(row.getString("origin")),
                row.getString("reason"),
                copy == 0 ? null : Integer.valueOf(copy));
    }
}
