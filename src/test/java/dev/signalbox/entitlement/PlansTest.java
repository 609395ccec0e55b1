package dev.signalbox.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.SignalboxTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SignalboxTest
class PlansTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Autowired
    Plans plans;

    @Autowired
    PlatformTransactionManager transactions;

    private final String vehicle = "V" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void aPlanOfTenIncidents() {
        plans.put(new SupportPlan(
                vehicle, "demo-bare", vehicle, "Ten", "ACTIVE", "secret-a", "secret-c", 10, null, null));
    }

    private int left() {
        return plans.planFor("demo-bare", vehicle).orElseThrow().incidentsRemaining();
    }

    @Test
    void ofThirtyTwoAtOnceExactlyTenReserve() throws Exception {
        List<Callable<Boolean>> wanted = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            String ticket = vehicle + i;
            wanted.add(() -> Boolean.TRUE.equals(new TransactionTemplate(transactions)
                    .execute(status -> plans.reserve("demo-bare", vehicle, ticket, NOW))));
        }
        int reserved = 0;
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> one : pool.invokeAll(wanted)) {
                reserved += one.get() ? 1 : 0;
            }
        }

        assertThat(reserved).isEqualTo(10);
        assertThat(left()).isZero();
    }

    @Test
    void aTicketReservesOnceAndGivesBackOnce() {
        assertThat(plans.reserve("demo-bare", vehicle, vehicle, NOW)).isTrue();
        assertThat(plans.reserve("demo-bare", vehicle, vehicle, NOW)).isTrue();
        assertThat(left()).isEqualTo(9);

        assertThat(plans.release(vehicle, "lost", NOW)).isTrue();
        assertThat(plans.release(vehicle, "lost", NOW)).isFalse();
        assertThat(left()).isEqualTo(10);
    }

    @Test
    void whatIsConsumedIsNotGivenBack() {
        plans.reserve("demo-bare", vehicle, vehicle, NOW);
        plans.consume(vehicle, NOW);

        assertThat(plans.release(vehicle, "closed", NOW)).isFalse();
        assertThat(left()).isEqualTo(9);
    }

    @Test
    void secretsAreNoPartOfAPlansText() {
        assertThat(plans.held("demo-bare").toString()).doesNotContain("secret");
    }
}
