package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.ChangedModels;
import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files dropped into the models directory of two nodes on PostgreSQL, without a rebuild and without a restart. */
class ModelsIT {

    @TempDir
    Path directory;

    @Test
    void twoNodesFollowWhatIsDroppedIntoTheirDirectoryAndGoBackTogether() throws IOException {
        Path models = Files.createDirectory(directory.resolve("models"));
        PostgresServer.Database database = PostgresServer.freshDatabase(ModelsIT.class);
        try (KafkaProcess kafka = KafkaProcess.start();
                SignalboxProcess one = node("one", database, kafka, models).start();
                SignalboxProcess two = node("two", database, kafka, models).start()) {
            Walk running = Walk.request(two.api(), Map.of()).healthy();

            for (var file : ChangedModels.secondLook().entrySet()) {
                Files.writeString(models.resolve(file.getKey()), file.getValue());
            }

            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(version(one.api(), "ticket-lifecycle.bpmn"))
                            .isEqualTo(2));
            for (SignalboxProcess node : new SignalboxProcess[] {one, two}) {
                assertThat(Walk.request(node.api(), Map.of()).tasks()).containsExactly("second-look");
                assertThat(Walk.request(node.api(), Map.of("customerId", "demo-bare-1", "reportedCategory", "OTHER"))
                                .task("triage")
                                .path("queue")
                                .asString())
                        .isEqualTo("front-desk");
            }
            running.diagnosed("CONFIGURATION");
            assertThat(running.tasks()).containsExactly("resolve");

            Files.writeString(models.resolve("ticket-lifecycle.bpmn"), ChangedModels.shipped("ticket-lifecycle.bpmn"));
            Files.writeString(models.resolve("assign-queue.dmn"), "<definitions/>");
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(
                            two.api().get("manager", "/api/models/refused").text())
                    .contains("assign-queue.dmn"));
            assertThat(version(one.api(), "ticket-lifecycle.bpmn"))
                    .as("all of what was dropped together, or nothing")
                    .isEqualTo(2);

            Files.writeString(models.resolve("assign-queue.dmn"), ChangedModels.shipped("assign-queue.dmn"));
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() ->
                            assertThat(version(one.api(), "assign-queue.dmn")).isEqualTo(3));
            for (SignalboxProcess node : new SignalboxProcess[] {one, two}) {
                assertThat(Walk.request(node.api(), Map.of()).tasks()).containsExactly("check-health");
            }
        }
    }

    private SignalboxProcess.Builder node(
            String name, PostgresServer.Database database, KafkaProcess kafka, Path models) throws IOException {
        return SignalboxProcess.in(Files.createDirectory(directory.resolve(name)))
                .database(database)
                .kafka(kafka.address())
                .with("signalbox.demo", true)
                .with("signalbox.demo-tickets", false)
                .with("signalbox.models-dir", models)
                .with("signalbox.seal.key-file", directory.resolve("seal.key"));
    }

    private static int version(Api api, String file) {
        return api.get("manager", "/api/models/" + file)
                .body()
                .path("items")
                .path(0)
                .path("version")
                .asInt();
    }
}
