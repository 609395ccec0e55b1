package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Webhooks of systems that know no CloudEvents. */
@SignalboxTest
class WebhooksTest {

    /** As Alertmanager 0.27 sends it. */
    private static final String ALERTMANAGER = """
            {"receiver": "signalbox", "status": "%1$s", "version": "4", "groupKey": "{}:{alertname=\\"DiskFull\\"}",
             "truncatedAlerts": 0, "groupLabels": {"alertname": "DiskFull"},
             "commonLabels": {"alertname": "DiskFull", "severity": "critical"}, "commonAnnotations": {},
             "externalURL": "http://alertmanager.example",
             "alerts": [
              {"status": "%1$s", "labels": {"alertname": "DiskFull", "severity": "critical",
                "signalbox_customer": "%3$s", "instance": "db-1"},
               "annotations": {"summary": "Disk of db-1 is full", "description": "97 %% used"},
               "startsAt": "2026-11-20T10:00:00Z", "endsAt": "%4$s", "generatorURL": "http://prometheus.example/g",
               "fingerprint": "%2$s-1"},
              {"status": "%1$s", "labels": {"alertname": "DiskFull", "severity": "warning",
                "signalbox_customer": "demo-direct-1", "signalbox_product": "M365", "instance": "db-2"},
               "annotations": {}, "startsAt": "2026-11-20T10:05:00Z", "endsAt": "%4$s",
               "generatorURL": "", "fingerprint": "%2$s-2"}]}""";

    private static final String AZURE = """
            {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": {
              "alertId": "/subscriptions/1/providers/Microsoft.AlertsManagement/alerts/%2$s",
              "alertRule": "CPU high", "severity": "Sev1", "signalType": "Metric", "monitorCondition": "%1$s",
              "monitoringService": "Platform", "alertTargetIDs": ["/subscriptions/1/vm"], "configurationItems": ["vm-7"],
              "originAlertId": "o", "firedDateTime": "2026-11-20T10:00:00.123Z",
              "resolvedDateTime": "2026-11-20T11:00:00.123Z", "description": "CPU above 90 %%",
              "essentialsVersion": "1.0", "alertContextVersion": "1.0"}, "alertContext": {},
              "customProperties": {"customer": "demo-direct-1"}}}""";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;
    String print;

    @BeforeEach
    void client() {
        api = new Api(port);
        print = UUID.randomUUID().toString();
    }

    private Api.Answer post(String name, String body) {
        return api.raw(
                "producer", "/api/webhooks/in/" + name, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private String alerts(String status, String customer) {
        String ends = status.equals("firing") ? "0001-01-01T00:00:00Z" : "2026-11-20T11:00:00Z";
        return ALERTMANAGER.formatted(status, print, customer, ends);
    }

    private Walk ticket(Api.Answer answer, int index) {
        return Walk.of(
                api, answer.body().path("results").path(index).path("ticket").asString(answer.text()));
    }

    @Test
    void eachAlertIsATicketAndItsEndProposesTheSolution() {
        Api.Answer fired = post("alertmanager", alerts("firing", "demo-direct-1"));
        assertThat(fired.status()).as(fired.text()).isEqualTo(202);
        Walk disk = ticket(fired, 0);
        Walk second = ticket(fired, 1);
        assertThat(disk.field("title")).isEqualTo("Disk of db-1 is full");
        assertThat(disk.field("description")).isEqualTo("97 % used http://prometheus.example/g");
        assertThat(disk.field("externalReference")).isEqualTo(print + "-1");
        assertThat(second.field("title")).isEqualTo("DiskFull");
        assertThat(second.field("productFamily")).isEqualTo("M365");
        assertThat(second.healthy().state()).isEqualTo("DIAGNOSING");

        assertThat(results(post("alertmanager", alerts("firing", "demo-direct-1"))))
                .containsOnly("DUPLICATE");
        Api.Answer cleared = post("alertmanager", alerts("resolved", "demo-direct-1"));

        assertThat(results(cleared)).doesNotContain("REJECTED");
        assertThat(second.state()).isEqualTo("RESOLVED");
    }

    @Test
    void azureMonitorComesInAndIsCleared() {
        Walk walk = ticket(post("azure-monitor", AZURE.formatted("Fired", print)), 0);
        assertThat(walk.field("title")).isEqualTo("CPU high: vm-7");
        assertThat(walk.field("productFamily")).isEqualTo("AZURE");

        assertThat(results(post("azure-monitor", AZURE.formatted("Resolved", print))))
                .containsAnyOf("ACCEPTED", "PARKED");
    }

    @Test
    void aDryRunShowsTheEventsAndDoesNothing() {
        Api.Answer dry = api.raw(
                "producer",
                "/api/webhooks/in/alertmanager?dryRun=true",
                alerts("firing", "demo-direct-1").getBytes(StandardCharsets.UTF_8),
                "application/json");

        JsonNode first = dry.body().path("events").path(0);
        assertThat(first.path("id").asString()).isEqualTo(print + "-1/2026-11-20T10:00:00Z/firing");
        assertThat(first.path("data").path("businessImpact").asString()).isEqualTo("SIGNIFICANT");
        assertThat(results(dry)).containsOnly("ACCEPTED");
        assertThat(jdbc.sql("select count(*) from inbox where subject like :print")
                        .param("print", print + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aRefusedAlertIsKeptAndAppliedAfterTheMendWhileTheOthersGoOn() {
        String customer = "alert-" + print.substring(0, 8);
        assertThat(results(post("alertmanager", alerts("firing", customer)))).containsExactly("REJECTED", "ACCEPTED");
        Map<String, Object> letter = jdbc.sql("select id, payload from dead_letter where event_id like :print")
                .param("print", print + "%")
                .query()
                .singleRow();
        assertThat(new String((byte[]) letter.get("payload"), StandardCharsets.UTF_8))
                .isEqualTo(alerts("firing", customer));
        api.put(
                "operator",
                "/api/customers/" + customer,
                Map.of(
                        "partnerId", "demo-direct",
                        "name", "Alerted",
                        "tenantId", UUID.randomUUID().toString(),
                        "domain", customer + ".example",
                        "country", "CZ",
                        "timeZone", "Europe/Prague"));

        Api.Answer again = api.post("operator", "/api/dead-letters/" + letter.get("id") + "/replay", Map.of());

        assertThat(again.body().path("result").asString()).as(again.text()).isEqualTo("APPLIED");
    }

    @Test
    void whatNoMappingFitsIsRefusedAndKept() {
        assertThat(post("alertmanager", "{\"version\": \"3\", \"note\": \"" + print + "\"}")
                        .text())
                .contains("\"field\":\"/version\"");
        assertThat(post("alertmanager", "no json " + print).status()).isEqualTo(400);
        assertThat(post("unheard-of", "{}").status()).isEqualTo(404);

        assertThat(jdbc
                        .sql("select payload from dead_letter where transport = 'WEBHOOK'")
                        .query((row, i) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                        .list()
                        .stream()
                        .filter(kept -> kept.contains(print)))
                .hasSize(2);
    }

    private static java.util.List<String> results(Api.Answer answer) {
        return answer.body().path("results").findValuesAsString("result");
    }
}
