package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.demo.microsoft.AzureSupportDesk;
import dev.signalbox.demo.microsoft.Fault;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.support.Api;
import dev.signalbox.support.FilingCustomer;
import dev.signalbox.support.MicrosoftForTests;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.Walk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} while a case is being created at Microsoft: one case, one incident used, and the ticket goes on. */
class FilingKillIT {

    private static final String CREATE = "PUT .*/supportTickets/signalbox[^/]*\\?";
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private SimulatedMicrosoft microsoft;
    private AzureSupportDesk azure;

    @BeforeEach
    void aMicrosoftThatOutlivesTheProcess() {
        microsoft = MicrosoftForTests.outside();
        azure = microsoft.with(new AzureSupportDesk(microsoft));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void killedBetweenSendingAndRecordingAndAgainWhileMicrosoftIsCreating() {
        FilingCustomer customer;
        Walk sent;
        Walk accepted;
        // Microsoft has made the case; its answer is on the way
        microsoft.scenario().next(1, CREATE, new Fault.Slow(Duration.ofMinutes(2)));
        try (SignalboxProcess product = start()) {
            customer = FilingCustomer.of(product.api()).subscribesToAzure(product.api(), "PRODIRECT");
            aPlanOfFive(product.api());
            MicrosoftForTests.subscription(microsoft, customer.azureSubscription(), customer.tenant());
            azure.plan(customer.azureSubscription(), "Professional Direct")
                    .onBehalf(customer.azureSubscription(), MicrosoftForTests.PARTNER_TENANT);
            sent = ordered(product.api(), customer);
            await().atMost(LONG).until(() -> azure.names().size() == 1);
            sent.is("ESCALATION_PREPARING");
            product.kill();
        }

        // and now it takes its time to make the next one, and says so at once
        azure.createTakes(Duration.ofSeconds(20), 2);
        try (SignalboxProcess product = start()) {
            inStep(product.api(), sent, azure.names());
            accepted = ordered(product.api(), customer);
            String name = named(product.api(), accepted);
            await().atMost(LONG).until(() -> microsoft.requests().count("PUT .*/supportTickets/" + name) == 1);
            product.kill();
        }

        try (SignalboxProcess product = start()) {
            List<String> names = List.of(named(product.api(), sent), named(product.api(), accepted));
            inStep(product.api(), accepted, names);
            assertThat(azure.created()).isEqualTo(2);
            assertThat(product.api().get("operator", "/api/dead-letters").body().path("total"))
                    .hasToString("0");
        }
    }

    private void inStep(Api api, Walk before, List<String> names) {
        Walk walk = Walk.of(api, before.number());
        await().atMost(LONG).untilAsserted(() -> walk.is("AWAITING_MICROSOFT"));
        assertThat(azure.names()).containsExactlyInAnyOrderElementsOf(names);
        JsonNode shown =
                api.get("lead", "/api/tickets/" + walk.number() + "/case").body();
        assertThat(walk.field("externalId"))
                .isNotBlank()
                .isEqualTo(shown.path("externalId").asString());
        assertThat(walk.told()).containsOnlyOnce("ticket.escalation-filed");
        JsonNode ledger = api.get("lead", "/api/support-plans/" + MicrosoftForTests.PARTNER + "-asfp/ledger?size=50")
                .body()
                .path("items");
        assertThat(ledger.valueStream()
                        .filter(entry -> entry.path("ticket").asString().equals(walk.number()))
                        .map(entry -> entry.path("kind").asString()))
                .containsExactlyInAnyOrder("RESERVED", "CONSUMED");
    }

    private static void aPlanOfFive(Api api) {
        Api.Answer answer = api.put(
                "operator",
                "/api/support-plans/" + MicrosoftForTests.PARTNER + "-asfp",
                Map.of(
                        "partnerId", MicrosoftForTests.PARTNER,
                        "vehicle", "SIGNATURE_CLOUD",
                        "name", "Signature Cloud Support",
                        "accessId", "A-1",
                        "contractId", "C-1",
                        "incidentsRemaining", 5));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String named(Api api, Walk walk) {
        return api.get("lead", "/api/tickets/" + walk.number() + "/case")
                .body()
                .path("name")
                .asString();
    }

    private static Walk ordered(Api api, FilingCustomer customer) {
        return Walk.request(api, Map.of("customerId", customer.id(), "productFamily", "AZURE"))
                .healthy()
                .diagnosed("UNDOCUMENTED_DEVIATION")
                .packagedWith(Map.of(
                        "service",
                        "Virtual Machine running Linux",
                        "problemClassification",
                        "Cannot connect to virtual machine by using SSH",
                        "partnerContact",
                        "Filing Desk, desk@filing.example, +420 555 0100"))
                .approvedIfAsked();
    }

    private SignalboxProcess start() {
        return SignalboxProcess.in(directory)
                .with("signalbox.demo", true)
                .with("signalbox.demo-tickets", false)
                .with("signalbox.microsoft.cases.taken-for", "PT5S")
                .with("signalbox.microsoft.cases.first-pause", "PT1S")
                .with("signalbox.microsoft.read-timeout", "PT60S")
                .withAll(MicrosoftForTests.section(microsoft))
                .start();
    }
}
