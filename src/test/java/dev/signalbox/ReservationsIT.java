package dev.signalbox;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PlanHolder;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A plan's balance under many tickets at once, over two nodes on PostgreSQL. */
class ReservationsIT {

    private static final int TICKETS = 64;
    private static final int INCIDENTS = 10;

    @TempDir
    Path directory;

    @Test
    void ofSixtyFourReservationsAtOnceOverTwoNodesTenSucceedAndTheOthersTakeTheirAlternative() throws Exception {
        PostgresServer.Database database = PostgresServer.freshDatabase(ReservationsIT.class);
        try (KafkaProcess kafka = KafkaProcess.start();
                SignalboxProcess one = node("one", database, kafka);
                SignalboxProcess two = node("two", database, kafka);
                ExecutorService preparing = Executors.newFixedThreadPool(8);
                ExecutorService atOnce = Executors.newFixedThreadPool(TICKETS)) {
            PlanHolder holder = PlanHolder.of(one.api(), INCIDENTS);
            List<Walk> prepared = all(preparing, TICKETS, i -> Walk.request(
                            (i % 2 == 0 ? one : two).api(), Map.of("customerId", holder.customer()))
                    .healthy()
                    .diagnosed("UNDOCUMENTED_DEVIATION"));

            CyclicBarrier together = new CyclicBarrier(TICKETS);
            List<Walk> walks = all(atOnce, TICKETS, i -> {
                together.await();
                return prepared.get(i).packaged().approvedIfAsked();
            });

            Map<String, Long> vehicles = walks.stream().collect(groupingBy(walk -> walk.field("vehicle"), counting()));
            assertThat(vehicles)
                    .containsOnly(
                            Map.entry("SIGNATURE_CLOUD", (long) INCIDENTS),
                            Map.entry("DISTRIBUTOR", (long) TICKETS - INCIDENTS));
            for (Api api : List.of(one.api(), two.api())) {
                JsonNode held = api.get("lead", "/api/customers/" + holder.customer() + "/entitlements")
                        .body()
                        .path("items")
                        .path(0);
                assertThat(held.path("incidentsRemaining").asInt()).isZero();
                assertThat(held.path("incidentsReserved").asInt()).isEqualTo(INCIDENTS);
            }
            JsonNode ledger = one.api()
                    .get("lead", "/api/support-plans/" + holder.plan() + "/ledger?size=200")
                    .body()
                    .path("items");
            assertThat(ledger.valueStream().map(entry -> entry.path("kind").asString()))
                    .hasSize(INCIDENTS)
                    .containsOnly("RESERVED");
            assertThat(ledger.valueStream().map(entry -> entry.path("ticket").asString()))
                    .containsExactlyInAnyOrderElementsOf(walks.stream()
                            .filter(walk -> walk.field("vehicle").equals("SIGNATURE_CLOUD"))
                            .map(Walk::number)
                            .toList());
        }
    }

    private interface Made {
        Walk of(int i) throws Exception;
    }

    private static List<Walk> all(ExecutorService pool, int count, Made made) throws Exception {
        List<Callable<Walk>> wanted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int which = i;
            wanted.add(() -> made.of(which));
        }
        List<Walk> walks = new ArrayList<>();
        for (Future<Walk> one : pool.invokeAll(wanted)) {
            walks.add(one.get());
        }
        return walks;
    }

    private SignalboxProcess node(String name, PostgresServer.Database database, KafkaProcess kafka)
            throws IOException {
        return SignalboxProcess.in(Files.createDirectory(directory.resolve(name)))
                .database(database)
                .kafka(kafka.address())
                .with("signalbox.demo", true)
                .with("signalbox.demo-tickets", false)
                .with("signalbox.seal.key-file", directory.resolve("seal.key"))
                .start();
    }
}
