package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.access.Seal;
import dev.signalbox.support.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.json.JsonMapper;

/** The room's own migrations need no other room's, and what H2 keeps PostgreSQL keeps. */
class OnPostgresqlTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path keys;

    private static JdbcClient jdbc;

    @BeforeAll
    static void migrate() {
        PostgresServer.Database database = PostgresServer.freshDatabase(OnPostgresqlTest.class);
        var source = new DriverManagerDataSource(database.url(), database.username(), database.password());
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V4__microsoft.sql"),
                        new ClassPathResource("db/migration/V8__external_id_format.sql"))
                .execute(source);
        jdbc = JdbcClient.create(source);
    }

    @Test
    void anIssueWithHostileTextIsKeptAndItsRepetitionKnown() {
        ServiceHealth health = new ServiceHealth(jdbc, JSON);
        var issue = JSON.readTree("""
                {"id":"EX1","service":"Exchange Online","title":"a\\u0000b\\uD83D","status":"\\u0000",
                 "details":[{"name":"\\u0000","value":"\\uDC00"}],
                 "lastModifiedDateTime":"2026-11-23T09:00:00.1234567Z"}""");

        assertThat(health.record(issue, List.of("T-1"), NOW).began()).isTrue();
        assertThat(health.record(issue, List.of("t-1"), NOW).updated()).isFalse();
        assertThat(health.picture("t-1", "M365", NOW)).isEqualTo(new HealthPicture("INCIDENT", "EX1", 0L));
    }

    @Test
    void aPackageAndANumberAreKeptAndChecked() {
        CasePackages packages =
                new CasePackages(jdbc, Clock.fixed(NOW, ZoneOffset.UTC), Seal.withKeyIn(keys.resolve("seal.key")));
        packages.enter(1, Map.of("title", "البريد متوقف", "consent", true, "accessId", "A-4711"), "agent");

        assertThat(packages.of(1, Map.of()))
                .isEqualTo(Map.of("title", "البريد متوقف", "consent", "Yes", "accessId", "A-4711"));
        assertThat(jdbc.sql("select entered from case_package_value")
                        .query(String.class)
                        .list())
                .doesNotContain("A-4711");
        assertThat(new ExternalIds(jdbc).check("M365_ADMIN_CENTER", "MS-4711")).isPresent();
    }
}
