package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.SignalboxTest;
import dev.signalbox.ticket.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SignalboxTest
class ServiceHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Autowired
    ServiceHealth health;

    @Autowired
    JsonMapper json;

    private final String tenant = UUID.randomUUID().toString();
    private final String id = "EX" + UUID.randomUUID();

    private JsonNode issue(String classification, boolean resolved, String modified) {
        return json.readTree("""
                {"id":"%s","title":"Mail","service":"Exchange Online","classification":"%s","status":"ServiceRestored",
                 "isResolved":%s,"startDateTime":"2026-11-23T08:00:00Z","lastModifiedDateTime":"%s"}""".formatted(id, classification, resolved, modified));
    }

    @Test
    void aTenantNeverHeardOfHasNoAgeRatherThanGoodHealth() {
        assertThat(health.picture(tenant, "M365", NOW)).isEqualTo(new HealthPicture("NONE", null, null));
    }

    @Test
    void anIncidentIsSeenByItsTenantAndFamilyOnly() {
        health.record(issue("incident", false, "2026-11-23T09:00:00Z"), List.of(tenant), NOW);

        assertThat(health.picture(tenant, "M365", NOW.plusSeconds(300)))
                .isEqualTo(new HealthPicture("INCIDENT", id, 5L));
        assertThat(health.picture(tenant, "AZURE", NOW).match()).isEqualTo("NONE");
        assertThat(health.picture("another", "M365", NOW).match()).isEqualTo("NONE");
    }

    @Test
    void theEndIsToldOnceAndALateUpdateChangesNothing() {
        health.record(issue("Incident", false, "2026-11-23T09:00:00Z"), List.of(tenant), NOW);

        assertThat(health.record(issue("Incident", true, "2026-11-23T09:30:00Z"), List.of(tenant), NOW)
                        .resolved())
                .isTrue();
        assertThat(health.record(issue("Incident", true, "2026-11-23T09:30:00Z"), List.of(tenant), NOW)
                        .resolved())
                .isFalse();
        assertThat(health.record(issue("Incident", false, "2026-11-23T09:10:00Z"), List.of(tenant), NOW)
                        .updated())
                .isFalse();
        assertThat(health.issue(id).orElseThrow().resolved()).isTrue();
    }

    @Test
    void anUnknownClassificationIsTakenForTheGraverOne() {
        health.record(issue("unknownFutureValue", false, "2026-11-23T09:00:00Z"), List.of(tenant), NOW);

        assertThat(health.picture(tenant, "M365", NOW).match()).isEqualTo("INCIDENT");
    }

    @Test
    void aWrongTimeIsRefusedByField() {
        assertThatThrownBy(() -> health.record(issue("incident", false, "yesterday"), List.of(tenant), NOW))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("issue.lastModifiedDateTime");
    }

    @ParameterizedTest
    @CsvSource({
        "lastModifiedDateTime, 0000-01-01T00:00:00Z",
        "lastModifiedDateTime, 9999-12-31T23:59:59Z",
        "startDateTime, +999999999-12-31T23:59:59Z",
        "startDateTime, 2026-02-30T00:00:00Z",
        "endDateTime, soon"
    })
    void aTimeThatNoIssueHasIsRefusedByField(String field, String time) {
        assertThatThrownBy(() -> health.record(with(field, time), List.of(tenant), NOW))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("issue." + field);
        assertThat(health.issue(id)).isEmpty();
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        assertThatThrownBy(() ->
                        health.record(json.readTree("{\"service\": 7, \"startDateTime\": true}"), List.of(tenant), NOW))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll("issue.id", "found nothing", "issue.service", "issue.startDateTime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"EX1\"", "{}"})
    void whatIsNoIssueIsRefused(String text) {
        assertThatThrownBy(() -> health.record(json.readTree(text), List.of(tenant), NOW))
                .isInstanceOf(Refused.class);
    }

    @Test
    void fieldNamesAreReadInPascalCaseToo() {
        health.record(json.readTree("""
                        {"Id":"%s","Service":"Exchange Online","Classification":"Advisory","IsResolved":"False",
                         "Status":"ServiceDegradation","LastModifiedDateTime":"2026-11-23T09:00:00.1234567Z"}""".formatted(id)), List.of(tenant), NOW);

        assertThat(health.picture(tenant, "M365", NOW)).isEqualTo(new HealthPicture("ADVISORY", id, 0L));
    }

    @ParameterizedTest
    @CsvSource({
        "serviceDegradation, 0001-01-01T00:00:00, false",
        "serviceDegradation, 2026-11-23T11:00:00Z, false",
        "serviceDegradation, 2026-11-23T09:30:00Z, true",
        "ResolvedExternal, 0001-01-01T00:00:00, true",
        "somethingNew, 0001-01-01T00:00:00, false"
    })
    void withoutAFlagTheStatusOrAnEndThatIsPastTells(String status, String end, boolean resolved) {
        health.record(json.readTree("""
                        {"id":"%s","service":"Exchange Online","status":"%s","endDateTime":"%s"}""".formatted(id, status, end)), List.of(tenant), NOW);

        assertThat(health.issue(id).orElseThrow().resolved()).isEqualTo(resolved);
    }

    @Test
    void aRepeatedUpdateChangesNothing() {
        assertThat(health.record(issue("incident", false, "2026-11-23T09:00:00.1234567Z"), List.of(tenant), NOW))
                .isEqualTo(new HealthChange(id, true, true, false));

        assertThat(health.record(issue("advisory", false, "2026-11-23T09:00:00.1234567Z"), List.of(tenant), NOW))
                .isEqualTo(new HealthChange(id, false, false, false));
        assertThat(health.picture(tenant, "M365", NOW).match()).isEqualTo("INCIDENT");
    }

    @Test
    void anUpdateWithoutATimeMayEndAnIssueAndNeverRevivesIt() {
        health.record(issue("incident", false, "2026-11-23T09:00:00Z"), List.of(tenant), NOW);

        assertThat(health.record(issue("incident", true, ""), List.of(tenant), NOW)
                        .resolved())
                .isTrue();
        assertThat(health.record(issue("incident", false, ""), List.of(tenant), NOW)
                        .updated())
                .isFalse();
        assertThat(health.record(issue("incident", false, "2026-11-23T08:59:00Z"), List.of(tenant), NOW)
                        .updated())
                .isFalse();
        assertThat(health.issue(id).orElseThrow().modifiedAt()).isEqualTo("2026-11-23T09:00:00Z");
    }

    @Test
    void aNewerUpdateMayReviveAnIssueThatCameBack() {
        health.record(issue("incident", true, "2026-11-23T09:00:00Z"), List.of(tenant), NOW);

        health.record(issue("incident", false, "2026-11-23T09:30:00Z"), List.of(tenant), NOW);

        assertThat(health.picture(tenant, "M365", NOW).match()).isEqualTo("INCIDENT");
    }

    @Test
    void aTenantIdIsTheSameInEitherCase() {
        health.record(
                issue("incident", false, "2026-11-23T09:00:00Z"),
                List.of(tenant, tenant.toUpperCase(Locale.ROOT), " " + tenant),
                NOW);

        assertThat(health.picture(tenant.toUpperCase(Locale.ROOT), "M365", NOW).match())
                .isEqualTo("INCIDENT");
        assertThat(health.issues(tenant)).hasSize(1);
    }

    @Test
    void anIncidentOutranksANewerAdvisory() {
        health.record(issue("incident", false, "2026-11-23T08:00:00Z"), List.of(tenant), NOW);
        health.record(json.readTree("""
                        {"id":"AD%s","service":"Microsoft Teams","classification":"advisory",
                         "lastModifiedDateTime":"2026-11-23T09:59:00Z"}""".formatted(id)), List.of(tenant), NOW);

        assertThat(health.picture(tenant, "M365", NOW)).isEqualTo(new HealthPicture("INCIDENT", id, 0L));
    }

    @Test
    void aTitleIsCutAndFreedOfWhatNoDatabaseKeeps() {
        String title = "\\u0000\\u202E" + "\\n\\uD83D\\uDE00".repeat(5000);

        health.record(json.readTree("""
                        {"id":"%s","service":"Exchange Online","title":"%s"}""".formatted(id, title)), List.of(tenant), NOW);

        assertThat(health.issue(id).orElseThrow().title())
                .hasSizeLessThanOrEqualTo(1000)
                .startsWith("\uFFFD\uFFFD \uD83D\uDE00")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "   ", "a\\nb"})
    void anIdIsReadable(String wrong) {
        assertThatThrownBy(() -> health.record(
                        json.readTree("{\"id\":\"" + wrong + "\",\"service\":\"Exchange Online\"}"),
                        List.of(tenant),
                        NOW))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("issue.id");
    }

    private JsonNode with(String field, String time) {
        return json.readTree("""
                {"id":"%s","service":"Exchange Online","%s":"%s"}""".formatted(id, field, time));
    }

    @ParameterizedTest
    @CsvSource({
        "Teams for everybody, M365",
        "Microsoft Entra ID, EMS",
        "Dynamics 365 Business Central (EU), BUSINESS_CENTRAL",
        "Microsoft Power Automate for desktop, POWER_PLATFORM",
        "Exchange Online, M365",
        "Microsoft Intune, EMS",
        "Dynamics 365 Business Central, BUSINESS_CENTRAL",
        "Dynamics 365 Something New, D365_CE",
        "Azure Front Door, AZURE",
        "Power Pages, POWER_PLATFORM"
    })
    void aPublishedServiceBelongsToAFamily(String service, String family) {
        assertThat(health.family(service)).contains(family);
    }
}
