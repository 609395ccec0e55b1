package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.masterdata.PartnerFiles;
import dev.signalbox.support.Api;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.SignalboxProcess.Ending;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partner's first day without the demo world: the first operator, the import, and a ticket's whole way. */
class OwnWorldIT {

    private static final String BOUNDARY = "5f0c7d21";
    private static final String SOURCE = "urn:monday:monitoring";

    @TempDir
    Path directory;

    PostgresServer.@Nullable Database database;

    @ParameterizedTest
    @ValueSource(strings = {"H2", "PostgreSQL"})
    void aPartnerStartsEmptyBringsItsDataAndWorks(String kind) {
        database = kind.equals("H2") ? null : PostgresServer.freshDatabase(OwnWorldIT.class);
        Ending made = operator();
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(operator().exitCode()).as("a second one of that name").isEqualTo(2);
        try (SignalboxProcess product = product().start()) {
            Api api = product.api();
            assertThat(api.get("manager", "/api/customers").status())
                    .as("no account has a default password")
                    .isEqualTo(401);
            signIn(api, made.out());
            assertThat(api.get("operator", "/api/customers")
                            .body()
                            .path("total")
                            .asLong())
                    .isZero();

            PartnerFiles files = PartnerFiles.of("monday");
            PartnerFiles faulty = PartnerFiles.of("monday");
            List<String> planted = faulty.plantTwentyFaults();
            assertThat(load(api, faulty, true).body().path("counts").toString()).contains("REFUSED");
            assertThat(load(api, faulty, false).status()).isEqualTo(422);
            assertThat(planted).hasSize(20);
            long before = System.nanoTime();
            Api.Answer loaded = load(api, files, false);
            System.out.println("Import of 1,547 rows took "
                    + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms");
            assertThat(loaded.body().path("committed").booleanValue()).isTrue();
            assertThat(load(api, files, false).body().path("rows")).isEmpty();

            api.agent(
                    "agent",
                    Map.of(
                            "displayName",
                            "Agent",
                            "partnerCenterRoles",
                            List.of("HELPDESK_AGENT"),
                            "partnerId",
                            "monday-p"));
            api.agent(
                    "lead",
                    Map.of(
                            "displayName",
                            "Lead",
                            "partnerCenterRoles",
                            List.of("ADMIN_AGENT"),
                            "partnerId",
                            "monday-p"));
            theLineRuns(api, product.brokerAddress());
        }
    }

    private Ending operator() {
        return product().command("create-operator").with("name", "operator").startAndAwaitExit();
    }

    private SignalboxProcess.Builder product() {
        SignalboxProcess.Builder product =
                SignalboxProcess.in(directory).with("signalbox.data-dir", directory.resolve("data"));
        return database == null ? product : product.database(database);
    }

    private static void signIn(Api api, String told) {
        Matcher password = Pattern.compile("password: (\\S+)").matcher(told);
        assertThat(password.find()).as(told).isTrue();
        api.password("operator", password.group(1));
        assertThat(api.get("operator", "/api/customers").status()).isEqualTo(403);
        assertThat(api.post("operator", "/api/account/password", Map.of("password", "a password of my own"))
                        .status())
                .isEqualTo(204);
        api.password("operator", "a password of my own");
    }

    private static Api.Answer load(Api api, PartnerFiles files, boolean dryRun) {
        return api.raw(
                "operator",
                "/api/import?dryRun=" + dryRun,
                files.multipart(BOUNDARY),
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    private static void theLineRuns(Api api, String broker) {
        api.put(
                "operator",
                "/api/service-accounts/monitoring",
                Map.of(
                        "displayName",
                        "Monitoring",
                        "partnerId",
                        "monday-p",
                        "sources",
                        List.of(SOURCE),
                        "types",
                        List.of("dev.signalbox.ticket.*", "dev.signalbox.microsoft.*"),
                        "customers",
                        List.of("monday-7")));
        send(broker, "foreign", "dev.signalbox.ticket.requested.v1", request("monday-8"));
        send(broker, "own", "dev.signalbox.ticket.requested.v1", request("c7.monday.example"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> fate(api, "own").equals("APPLIED")
                        && fate(api, "foreign").equals("REJECTED"));
        Walk walk = Walk.of(
                api,
                api.get("lead", "/api/tickets?externalReference=own")
                        .body()
                        .path("items")
                        .get(0)
                        .path("number")
                        .asString());

        assertThat(walk.ticket().path("customerId").asString()).isEqualTo("monday-7");
        walk.healthy().diagnosed("UNDOCUMENTED_DEVIATION").is("ESCALATION_PREPARING");
        walk.filed("2411230040007001").is("AWAITING_MICROSOFT");
        send(
                broker,
                "own",
                "dev.signalbox.microsoft.case-updated.v1",
                "{\"externalId\":\"2411230040007001\",\"status\":\"solution_proposed\"}");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> walk.is("SOLUTION_PROPOSED"));
        walk.complete("verify-solution", Map.of("works", true)).is("RESOLVED");
        walk.confirmed().is("CLOSED");
    }

    private static String fate(Api api, String id) {
        return api.get("operator", "/api/events?source=" + SOURCE + "&id=" + id + "-requested")
                .body()
                .path("result")
                .asString("");
    }

    private static String request(String customer) {
        return """
                {"customerId":"%s","title":"Mailboxes disappear","description":"Nobody sees them.",\
                "reportedCategory":"SERVICE_ERROR","productFamily":"M365","businessImpact":"MODERATE",\
                "contact":{"name":"Rosa","email":"rosa@customer.example","phone":"+420555123"}}""".formatted(customer);
    }

    private static void send(String broker, String subject, String type, String data) {
        String id = subject + "-" + type.replaceAll("^.*[.]([a-z-]+)[.]v1$", "$1");
        ProducerRecord<String, String> event = new ProducerRecord<>("signalbox.inbound.v1", subject, data);
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id,
                        "ce_source", SOURCE,
                        "ce_subject", subject,
                        "ce_type", type,
                        "content-type", "application/json")
                .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(event);
        }
    }
}
