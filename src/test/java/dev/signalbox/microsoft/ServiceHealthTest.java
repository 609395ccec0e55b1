package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.SignalboxTest;
import dev.signalbox.ticket.Refused;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
