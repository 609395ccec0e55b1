package dev.signalbox.workflow.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.ChangedModels;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A support manager changes flows, tables and forms while the product runs, and takes the change back. */
@SignalboxTest
class ModelsTest {

    private static final List<String> COUNTED =
            List.of("act_re_deployment", "act_re_procdef", "act_re_decision_def", "model_release", "model_version");

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    private Api api;

    @BeforeEach
    void api() {
        api = new Api(port);
    }

    /** Other tests share the application: every file is again as it is shipped. */
    @AfterEach
    void asShipped() {
        Map<String, String> shipped = new HashMap<>();
        for (JsonNode file : items(api.get("manager", "/api/models"))) {
            String name = file.path("file").asString();
            if (!name.startsWith("second-look") && !name.startsWith("vip")) {
                shipped.put(name, ChangedModels.shipped(name));
            }
        }
        assertThat(release(shipped, "as shipped").status()).isIn(200, 201);
    }

    @Test
    void newTicketsFollowTheNewFlowRunningOnesStayOnTheirsAndBackAgain() {
        Walk before = Walk.request(api, Map.of());
        before.healthy();
        assertThat(before.tasks()).containsExactly("diagnose");

        Api.Answer released = release(ChangedModels.secondLook(), "Look twice at some customers");

        assertThat(released.status()).as(released.text()).isEqualTo(201);
        Walk after = Walk.request(api, Map.of());
        assertThat(after.tasks()).containsExactly("second-look");
        assertThat(Walk.request(api, Map.of("customerId", "demo-bare-1")).tasks())
                .as("the table of the author decides")
                .containsExactly("check-health");
        before.diagnosed("CONFIGURATION");
        assertThat(before.tasks()).as("a running ticket").containsExactly("resolve");

        long number = released.body().path("release").asLong();
        Api.Answer back =
                api.post("manager", "/api/models/releases/" + number + "/rollback", Map.of("reason", "Too slow"));

        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(back.body().path("versions").toString())
                .contains("ticket-lifecycle.bpmn")
                .contains("assign-queue.dmn")
                .doesNotContain("second-look");
        assertThat(Walk.request(api, Map.of()).tasks()).containsExactly("check-health");
        after.complete("second-look", Map.of("finding", "STANDS", "remark", "Nothing new"));
        assertThat(after.tasks())
                .as("a ticket of the new flow goes its way to the end")
                .containsExactly("check-health");
        assertThat(messages(after)).contains("What do you find? STANDS; Remark Nothing new");
    }

    @Test
    void aTablesNewVersionDecidesFromThenOnAndOldDecisionsStay() {
        Walk before = Walk.request(api, Map.of("reportedCategory", "OTHER"));
        assertThat(before.task("triage").path("queue").asString()).isEqualTo("triage");

        release(Map.of("assign-queue.dmn", ChangedModels.frontDesk()), "A front desk");

        Walk after = Walk.request(api, Map.of("reportedCategory", "OTHER"));
        assertThat(after.task("triage").path("queue").asString()).isEqualTo("front-desk");
        assertThat(before.task("triage").path("queue").asString()).isEqualTo("triage");
        assertThat(queueDecision(after).path("version").asInt())
                .isEqualTo(queueDecision(before).path("version").asInt() + 1);

        Api.Answer back = api.post("manager", "/api/models/assign-queue.dmn/rollback", Map.of("reason", "Not yet"));

        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(Walk.request(api, Map.of("reportedCategory", "OTHER"))
                        .task("triage")
                        .path("queue")
                        .asString())
                .isEqualTo("triage");
    }

    @Test
    void everyReleaseSaysWhoWhenAndWhyAndIsAudited() {
        Api.Answer released = release(Map.of("assign-queue.dmn", ChangedModels.frontDesk()), "A front desk");
        api.post("manager", "/api/models/assign-queue.dmn/rollback", Map.of("reason", "Not yet"));

        JsonNode newest =
                items(api.get("auditor", "/api/models/assign-queue.dmn")).path(0);
        JsonNode before =
                items(api.get("auditor", "/api/models/assign-queue.dmn")).path(1);

        assertThat(newest.path("origin").asString()).isEqualTo("ROLLBACK");
        assertThat(newest.path("copyOf").asInt())
                .isEqualTo(before.path("version").asInt() - 1);
        assertThat(before.path("reason").asString()).isEqualTo("A front desk");
        assertThat(before.path("by").asString()).isEqualTo("manager");
        assertThat(before.path("release").asLong())
                .isEqualTo(released.body().path("release").asLong());
        assertThat(api.get(
                                "auditor",
                                "/api/models/assign-queue.dmn/"
                                        + before.path("version").asInt())
                        .text())
                .contains("front-desk");
        JsonNode audit = items(api.get("auditor", "/api/audit?kind=model&id=assign-queue.dmn"));
        assertThat(audit.path(0).path("action").asString()).isEqualTo("model.rolled-back");
        assertThat(audit.path(0).path("reason").asString()).isEqualTo("Not yet");
        assertThat(audit.path(1).path("action").asString()).isEqualTo("model.released");
        assertThat(audit.path(1).path("actor").asString()).isEqualTo("manager");
    }

    @Test
    void aDryRunGoesThroughGateAndEngineAndLeavesNothing() {
        Map<String, Long> before = counts();

        Api.Answer tried = api.post(
                "manager",
                "/api/models?dryRun=true",
                ChangedModels.release(ChangedModels.secondLook(), "What would happen?"));

        assertThat(tried.status()).as(tried.text()).isEqualTo(200);
        assertThat(tried.body().path("dryRun").booleanValue()).isTrue();
        assertThat(tried.body().path("release").isNull()).isTrue();
        assertThat(tried.body().path("versions").toString())
                .contains("ticket-lifecycle.bpmn")
                .contains("assign-queue.dmn");
        assertThat(counts()).isEqualTo(before);
        assertThat(Walk.request(api, Map.of()).tasks()).containsExactly("check-health");
    }

    @Test
    void oneBadFileKeepsAllOutNamesTheElementAndLeavesNothing() {
        Map<String, String> files = ChangedModels.secondLook();
        files.computeIfPresent(
                "second-look.bpmn",
                (name, flow) -> flow.replace("camunda:formRef=\"second-look\"", "camunda:class=\"x\""));
        Map<String, Long> before = counts();

        Api.Answer refused = release(files, "Broken");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("errors").toString())
                .contains("second-look.bpmn#Activity_0look (line 3")
                .contains("camunda:class");
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void noHostileModelGetsInAndNoneLeavesAnythingBehind() {
        Map<String, Long> before = counts();

        ModelGateTest.hostile().forEach(hostile -> {
            String name = String.valueOf(hostile.get()[0]);
            String broken = ChangedModels.shipped(name)
                    .replace(String.valueOf(hostile.get()[2]), String.valueOf(hostile.get()[3]));

            Api.Answer refused = release(Map.of(name, broken), "Hostile");

            assertThat(refused.status()).as("%s: %s", name, hostile.get()[1]).isEqualTo(422);
            assertThat(refused.body().path("errors").toString())
                    .contains(name)
                    .contains(String.valueOf(hostile.get()[4]));
        });
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void theSameFilesAgainChangeNothing() {
        release(ChangedModels.secondLook(), "Look twice");
        Map<String, Long> before = counts();

        Api.Answer again = release(ChangedModels.secondLook(), "Look twice, again");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("versions").size()).isZero();
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void aFileComesAsPartOfAFormToo() {
        String boundary = "b0undary";
        String body = "--%1$s\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\nBy curl\r\n".formatted(boundary)
                + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"assign-queue.dmn\"\r\n\r\n%s\r\n--%s--\r\n"
                        .formatted(boundary, ChangedModels.frontDesk(), boundary);

        Api.Answer released = api.raw(
                "manager",
                "/api/models",
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "multipart/form-data; boundary=" + boundary);

        assertThat(released.status()).as(released.text()).isEqualTo(201);
        assertThat(released.body().path("reason").asString()).isEqualTo("By curl");
    }

    @Test
    void onlyAManagerReleasesAndAReasonIsNeeded() {
        Map<String, Object> order = ChangedModels.release(Map.of("assign-queue.dmn", ChangedModels.frontDesk()), "x");

        for (String account : List.of("agent", "lead", "operator", "auditor")) {
            assertThat(api.post(account, "/api/models", order).status())
                    .as(account)
                    .isEqualTo(403);
        }
        Api.Answer without = release(Map.of("assign-queue.dmn", ChangedModels.frontDesk()), " ");
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text()).contains("reason");
    }

    private Api.Answer release(Map<String, String> files, String reason) {
        return api.post("manager", "/api/models", ChangedModels.release(files, reason));
    }

    private JsonNode queueDecision(Walk walk) {
        JsonNode decisions =
                api.get("lead", "/api/tickets/" + walk.number() + "/decisions").body();
        for (JsonNode decision : decisions.isArray() ? decisions : decisions.path("items")) {
            if (decision.path("key").asString().equals("assign-queue")) {
                return decision;
            }
        }
        throw new AssertionError("Expected a decision assign-queue, found " + decisions);
    }

    private String messages(Walk walk) {
        return api.get("lead", "/api/tickets/" + walk.number() + "/messages").text();
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        COUNTED.forEach(table -> counts.put(
                table,
                jdbc.sql("select count(*) from " + table).query(Long.class).single()));
        return counts;
    }

    private static JsonNode items(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().path("items");
    }
}
