package dev.signalbox.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SignalboxTest
class AccessTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    private String newAgent(Map<String, ?> fields) {
        String id = "p" + UUID.randomUUID().toString().substring(0, 8);
        assertThat(api.put("operator", "/api/agents/" + id, fields).status()).isEqualTo(201);
        return id;
    }

    private String oneTime(String id) {
        return api.post("operator", "/api/agents/" + id + "/one-time-password", Map.of())
                .body()
                .path("oneTimePassword")
                .asString();
    }

    @Test
    void aNewAgentCannotSignInUntilGivenAOneTimePassword() {
        String id = newAgent(Map.of("displayName", "New", "role", "AGENT"));

        for (String guess : List.of("", "demo", id, "null")) {
            api.password(id, guess);
            assertThat(api.get(id, "/api/tickets").status()).as(guess).isEqualTo(401);
        }
    }

    @Test
    void aOneTimePasswordIsGoodForChoosingAnotherAndNothingElse() {
        String id = newAgent(Map.of("displayName", "New", "role", "AGENT"));
        String once = oneTime(id);
        api.password(id, once);

        assertThat(api.get(id, "/api/tickets").status()).isEqualTo(403);
        assertThat(api.get(id, "/api/tickets").text()).contains("Choose a password");
        assertThat(api.post(id, "/api/account/password", Map.of("password", "short"))
                        .text())
                .contains("at least 12 characters");
        assertThat(api.post(id, "/api/account/password", Map.of("password", once))
                        .status())
                .isEqualTo(422);
        assertThat(api.post(id, "/api/account/password", Map.of("password", "my own long one"))
                        .status())
                .isEqualTo(204);

        assertThat(api.get(id, "/api/tickets").status()).isEqualTo(401);
        api.password(id, "my own long one");
        assertThat(api.get(id, "/api/tickets").status()).isEqualTo(200);
    }

    @Test
    void anAccountSwitchedOffIsOutAtOnce() {
        String id = newAgent(Map.of("displayName", "Gone", "role", "AGENT"));
        api.agent(id, Map.of("displayName", "Gone", "role", "AGENT"));
        assertThat(api.get(id, "/api/tickets").status()).isEqualTo(200);

        api.put("operator", "/api/agents/" + id, Map.of("displayName", "Gone", "role", "AGENT", "active", false));

        assertThat(api.get(id, "/api/tickets").status()).isEqualTo(401);
    }

    @Test
    void passwordsAndTokensAreKeptAsDigestsOnly() {
        String id = newAgent(Map.of("displayName", "New", "role", "AGENT"));
        String once = oneTime(id);
        String token = service(Map.of()).token();

        String kept = jdbc.sql("select * from account where username = :id")
                        .param("id", id)
                        .query()
                        .singleRow()
                        .toString()
                + jdbc.sql("select * from service_token").query().listOfRows();

        assertThat(kept).doesNotContain(once, token, token.substring(4));
    }

    @Test
    void theRoleFollowsFromPartnerCenterUnlessItIsGiven() {
        for (Map.Entry<String, String> pair : Map.of(
                        "GLOBAL_ADMIN", "MANAGER",
                        "ADMIN_AGENT", "LEAD",
                        "USER_MANAGEMENT_ADMIN", "OPERATOR",
                        "HELPDESK_AGENT", "AGENT")
                .entrySet()) {
            String id = newAgent(Map.of("displayName", "New", "partnerCenterRoles", List.of(pair.getKey())));
            assertThat(api.get("operator", "/api/agents/" + id)
                            .body()
                            .path("role")
                            .asString())
                    .isEqualTo(pair.getValue());
        }
        String both =
                newAgent(Map.of("displayName", "New", "partnerCenterRoles", List.of("HELPDESK_AGENT", "ADMIN_AGENT")));
        String given =
                newAgent(Map.of("displayName", "New", "partnerCenterRoles", List.of("ADMIN_AGENT"), "role", "AUDITOR"));
        assertThat(api.get("operator", "/api/agents/" + both)
                        .body()
                        .path("role")
                        .asString())
                .isEqualTo("LEAD");
        assertThat(api.get("operator", "/api/agents/" + given)
                        .body()
                        .path("role")
                        .asString())
                .isEqualTo("AUDITOR");
    }

    @Test
    void nobodyGivesMoreThanIsTheirsToGive() {
        api.agent("mgr-direct", Map.of("displayName", "M", "role", "MANAGER", "partnerId", "demo-direct"));

        assertThat(api.put("mgr-direct", "/api/agents/x1", Map.of("displayName", "X", "role", "OPERATOR"))
                        .text())
                .contains("which only an operator gives");
        assertThat(api.put(
                                "mgr-direct",
                                "/api/agents/x2",
                                Map.of("displayName", "X", "role", "AGENT", "partnerId", "demo-bare"))
                        .status())
                .isEqualTo(422);
        assertThat(api.put("mgr-direct", "/api/agents/x3", Map.of("displayName", "X", "role", "AGENT"))
                        .text())
                .contains("the caller's own partner");
        assertThat(api.put(
                                "mgr-direct",
                                "/api/agents/mgr-direct",
                                Map.of("displayName", "M", "role", "MANAGER", "active", false))
                        .text())
                .contains("nobody changes what they may do");
        assertThat(api.post("mgr-direct", "/api/agents/operator/one-time-password", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(api.put("mgr-direct", "/api/customers/stolen", Map.of("partnerId", "demo-bare"))
                        .text())
                .contains("partnerId");
    }

    record Service(String id, String token) {}

    private Service service(Map<String, ?> fields) {
        String id = "s" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> all = new java.util.HashMap<>(Map.of(
                "displayName",
                "Monitoring",
                "sources",
                List.of("urn:mon:" + id),
                "types",
                List.of("dev.signalbox.ticket.requested.v1", "dev.signalbox.ticket.customer-replied.v1")));
        all.putAll(fields);
        Api.Answer made = api.put("operator", "/api/service-accounts/" + id, all);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Api.Answer token = api.post("operator", "/api/service-accounts/" + id + "/tokens", Map.of());
        return new Service(id, token.body().path("token").asString());
    }

    private JsonNode send(String account, String source, String type, String subject, Map<String, ?> data) {
        return sendAs(account, source, UUID.randomUUID().toString(), type, subject, data);
    }

    private JsonNode sendAs(
            String account, String source, String id, String type, String subject, Map<String, ?> data) {
        byte[] event = JSON.writeValueAsBytes(Map.of(
                "specversion",
                "1.0",
                "source",
                source,
                "id",
                id,
                "type",
                "dev.signalbox." + type + ".v1",
                "subject",
                subject,
                "datacontenttype",
                "application/json",
                "data",
                data));
        return api.raw(account, "/api/events", event, "application/cloudevents+json")
                .body()
                .path("results")
                .path(0);
    }

    private static Map<String, Object> request(String customer) {
        return Map.of(
                "customerId", customer,
                "title", "Disk full",
                "description", "The disk is full.",
                "reportedCategory", "SERVICE_ERROR");
    }

    @Test
    void aTokenSendsWhatItsAllowListNamesAndNothingElse() {
        Service mine = service(Map.of("customers", List.of("demo-direct-1")));
        String source = "urn:mon:" + mine.id();

        JsonNode good = send(mine.token(), source, "ticket.requested", "A-1", request("demo-direct-1"));
        assertThat(good.path("result").asString()).isEqualTo("ACCEPTED");
        assertThat(send(mine.token(), "urn:other", "ticket.requested", "A-2", request("demo-direct-1"))
                        .path("reason")
                        .asString())
                .startsWith("source: expected one of the sources of \"" + mine.id() + "\"");
        assertThat(send(mine.token(), source, "ticket.withdrawn", "A-1", Map.of())
                        .path("reason")
                        .asString())
                .startsWith("type: expected one of");
        assertThat(send(mine.token(), source, "ticket.requested", "A-3", request("demo-direct-2"))
                        .path("result")
                        .asString())
                .isEqualTo("REJECTED");
        Walk foreign = Walk.request(api, Map.of("customerId", "demo-bare-1"));
        assertThat(send(mine.token(), source, "ticket.customer-replied", foreign.number(), Map.of("body", "Hi"))
                        .path("result")
                        .asString())
                .isEqualTo("REJECTED");
    }

    @Test
    void aForeignCustomerIsAnsweredLikeAnUnknownOne() {
        Service mine = service(Map.of("partnerId", "demo-direct"));
        String source = "urn:mon:" + mine.id();

        String foreign = send(mine.token(), source, "ticket.requested", "F-1", request("demo-bare-1"))
                .path("reason")
                .asString();
        String unknown = send(mine.token(), source, "ticket.requested", "F-2", request("demo-nobody"))
                .path("reason")
                .asString();

        assertThat(foreign.replace("demo-bare-1", "?")).isEqualTo(unknown.replace("demo-nobody", "?"));
    }

    @Test
    void whoeverNamesAListedSourceIsBoundToItsLimits() {
        Service mine = service(Map.of("customers", List.of("demo-direct-1")));

        JsonNode refused = send("producer", "urn:mon:" + mine.id(), "ticket.requested", "P-1", request("demo-bare-1"));

        assertThat(refused.path("result").asString()).isEqualTo("REJECTED");
    }

    @Test
    void whoeverGuessesAnothersSourceAndIdLearnsAndChangesNothing() {
        Service theirs = service(Map.of("customers", List.of("demo-silver-1")));
        Service mine = service(Map.of("customers", List.of("demo-direct-1")));
        String source = "urn:mon:" + theirs.id();
        JsonNode real = send(theirs.token(), source, "ticket.requested", "SEEN", request("demo-silver-1"));

        JsonNode guessed = sendAs(
                mine.token(), source, real.path("id").asString(), "ticket.requested", "SEEN", request("demo-direct-1"));

        assertThat(guessed.path("result").asString()).isEqualTo("REJECTED");
        assertThat(guessed.path("ticket").isNull()).isTrue();
        JsonNode told = api.get(
                        "operator",
                        "/api/events?source=" + source + "&id="
                                + real.path("id").asString())
                .body();
        assertThat(told.path("result").asString()).isEqualTo("APPLIED");
        assertThat(told.path("duplicates").asInt()).isZero();
    }

    @Test
    void whatWaitsForItsOwnTicketIsNotSpentOnAnothersUnderTheSameReference() {
        Service theirs = service(Map.of("customers", List.of("demo-silver-1")));
        Service mine = service(Map.of("customers", List.of("demo-direct-1")));
        String source = "urn:mon:" + theirs.id();
        String reference = "Q-" + theirs.id();
        JsonNode early = send(theirs.token(), source, "ticket.customer-replied", reference, Map.of("body", "Early"));
        assertThat(early.path("result").asString()).isEqualTo("PARKED");

        send(mine.token(), "urn:mon:" + mine.id(), "ticket.requested", reference, request("demo-direct-1"));

        assertThat(explained(source, early).path("result").asString()).isEqualTo("PARKED");
        assertThat(explained(source, early).path("ticket").isNull()).isTrue();
        JsonNode own = send(theirs.token(), source, "ticket.requested", reference, request("demo-silver-1"));
        assertThat(explained(source, early).path("result").asString()).isEqualTo("APPLIED");
        assertThat(explained(source, early).path("ticket").asString())
                .isEqualTo(own.path("ticket").asString());
    }

    private JsonNode explained(String source, JsonNode sent) {
        return api.get(
                        "operator",
                        "/api/events?source=" + source + "&id="
                                + sent.path("id").asString())
                .body();
    }

    @Test
    void tokensRotateExpireAndEnd() {
        Service mine = service(Map.of());
        String path = "/api/service-accounts/" + mine.id() + "/tokens";
        JsonNode second =
                api.post("operator", path, Map.of("expiresIn", "PT1H")).body();
        String newer = second.path("token").asString();

        assertThat(api.get(mine.token(), "/api/tasks").status()).isEqualTo(200);
        assertThat(api.get(newer, "/api/tasks").status()).isEqualTo(200);
        assertThat(api.get("operator", path).body().path("items")).hasSize(2);

        assertThat(api.delete("operator", path + "/" + second.path("id").asString())
                        .status())
                .isEqualTo(204);
        assertThat(api.get(newer, "/api/tasks").status()).isEqualTo(401);
        assertThat(api.get(mine.token(), "/api/tasks").status()).isEqualTo(200);

        jdbc.sql("update service_token set expires_at = created_at where account = :id")
                .param("id", mine.id())
                .update();
        assertThat(api.get(mine.token(), "/api/tasks").status()).isEqualTo(401);
        assertThat(api.get("sbx_guess", "/api/tasks").status()).isEqualTo(401);
        assertThat(api.post("operator", path, Map.of("expiresIn", "P9000D")).status())
                .isEqualTo(422);
    }

    @Test
    void aServiceAccountRequestsTicketsForItsCustomersOnly() {
        Service mine = service(Map.of("customers", List.of("demo-direct-1")));

        assertThat(api.post(mine.token(), "/api/tickets", request("demo-direct-1"))
                        .status())
                .isEqualTo(201);
        assertThat(api.post(mine.token(), "/api/tickets", request("demo-direct-2"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void changesSignInsAndExportsAreAuditRows() {
        String team = "t" + UUID.randomUUID().toString().substring(0, 8);
        api.put("operator", "/api/teams/" + team, Map.of("name", "First"));
        api.put("operator", "/api/teams/" + team, Map.of("name", "Second"));
        api.put("operator", "/api/teams/" + team, Map.of("name", "Second"));
        api.get("operator", "/api/export/teams");
        api.password("nobody-here", "wrong");
        api.get("nobody-here", "/api/tickets");

        JsonNode rows =
                api.get("auditor", "/api/audit?kind=teams&id=" + team).body().path("items");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("action").asString()).isEqualTo("team.changed");
        assertThat(rows.get(0).path("actor").asString()).isEqualTo("operator");
        assertThat(rows.get(0).path("before").toString()).isEqualTo("{\"name\":\"First\"}");
        assertThat(rows.get(0).path("after").toString()).isEqualTo("{\"name\":\"Second\"}");
        assertThat(rows.get(1).path("action").asString()).isEqualTo("team.created");
        assertThat(api.get("auditor", "/api/audit?action=data.exported")
                        .body()
                        .path("total")
                        .asLong())
                .isPositive();
        assertThat(api.get("auditor", "/api/audit?action=sign-in.failed")
                        .body()
                        .path("total")
                        .asLong())
                .isPositive();
        assertThat(api.get("auditor", "/api/audit/export").text())
                .startsWith("number,at,actor,action,")
                .contains(team);
    }

    @Test
    void namesAndAddressesOfPeopleStayOutOfTheAudit() {
        api.put(
                "operator",
                "/api/contacts/audited",
                Map.of("customerId", "demo-direct-1", "name", "Zuzana Tichá", "email", "zt@audit.example"));

        assertThat(api.get("auditor", "/api/audit?kind=contacts").text())
                .contains("contact.created")
                .doesNotContain("Zuzana", "zt@");
    }

    @Test
    void delegatedAccessPutByHandIsWeighedByOpenTickets() {
        api.put(
                "operator",
                "/api/customers/by-hand",
                Map.of(
                        "partnerId", "demo-silver",
                        "name", "By Hand",
                        "tenantId", UUID.randomUUID().toString(),
                        "domain", "byhand.example",
                        "country", "CZ",
                        "timeZone", "Europe/Prague"));
        Map<String, Object> active = Map.of(
                "customerId", "by-hand",
                "model", "GDAP",
                "status", "active",
                "endDate", "2029-01-01T00:00:00Z",
                "roles", List.of("Service support administrator"));
        Map<String, Object> over = new java.util.HashMap<>(active);
        over.put("status", "terminated");
        api.put("operator", "/api/delegated-access/by-hand", active);
        Walk walk = Walk.request(
                api,
                Map.of(
                        "customerId",
                        "by-hand",
                        "contact",
                        Map.of("name", "Rosa", "email", "rosa@byhand.example", "phone", "+420555123")));

        api.put("operator", "/api/delegated-access/by-hand", over);
        api.put("operator", "/api/delegated-access/by-hand", active);

        assertThat(api.get("agent", "/api/customers/by-hand")
                        .body()
                        .path("delegatedAccess")
                        .path("usable")
                        .booleanValue())
                .isTrue();
        assertThat(walk.healthy().diagnosed("SERVICE_MALFUNCTION").state()).isEqualTo("ESCALATION_PREPARING");
    }
}
