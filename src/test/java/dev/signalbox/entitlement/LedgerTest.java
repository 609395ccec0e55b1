package dev.signalbox.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.signalbox.support.KnowledgeStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger by itself, without the application, in both databases. */
@ParameterizedClass
@EnumSource(KnowledgeStore.class)
class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final int THREADS = 32;

    @Parameter
    KnowledgeStore store;

    private KnowledgeStore.Fresh fresh;
    private Plans plans;

    @BeforeEach
    void aPartnerWithAPlanOfTen() {
        fresh = store.fresh(LedgerTest.class);
        plans = new Plans(fresh.jdbc(), Clock.fixed(NOW, ZoneOffset.UTC));
        fresh.jdbc().sql("""
                        insert into partner (id, name, type, competency, roles, support_email, support_phone, support_url)
                        values ('p', 'P', 'DIRECT_BILL', 'GOLD', '', 'e', 't', 'u')""").update();
        plans.put(plan("ten", "SIGNATURE_CLOUD", "ACTIVE", 10, null, null));
    }

    private static SupportPlan plan(
            String id,
            String vehicle,
            String status,
            @Nullable Integer left,
            @Nullable Instant from,
            @Nullable Instant to) {
        return new SupportPlan(id, "p", vehicle, id, status, "access", "contract", left, from, to);
    }

    private boolean reserve(String vehicle, String ticket) {
        return Boolean.TRUE.equals(fresh.transaction().execute(status -> plans.reserve("p", vehicle, ticket, NOW)));
    }

    private @Nullable Integer left(String vehicle) {
        return plans.planFor("p", vehicle).orElseThrow().incidentsRemaining();
    }

    /** How many of 32 threads that start together succeed. */
    private int together(IntFunction<Boolean> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int which = i;
            all.add(() -> {
                start.await();
                return work.apply(which);
            });
        }
        int succeeded = 0;
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Boolean> one : pool.invokeAll(all)) {
                succeeded += one.get() ? 1 : 0;
            }
        }
        return succeeded;
    }

    @Test
    void ofThirtyTwoTicketsAtOnceExactlyTenReserve() throws Exception {
        int reserved = together(i -> reserve("SIGNATURE_CLOUD", "1000" + i));

        assertThat(reserved).isEqualTo(10);
        assertThat(left("SIGNATURE_CLOUD")).isZero();
        assertThat(plans.entries("p")).hasSize(10);
    }

    @Test
    void oneTicketThatReservesOnThirtyTwoThreadsTakesOneIncident() throws Exception {
        int granted = together(i -> reserve("SIGNATURE_CLOUD", "1"));

        assertThat(granted).isEqualTo(THREADS);
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(9);
        assertThat(plans.entries("p")).hasSize(1);
    }

    @Test
    void oneTicketThatGivesBackOnThirtyTwoThreadsGivesBackOne() throws Exception {
        reserve("SIGNATURE_CLOUD", "1");

        int given = together(
                i -> Boolean.TRUE.equals(fresh.transaction().execute(status -> plans.release("1", "lost", NOW))));

        assertThat(given).isEqualTo(1);
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(10);
    }

    @Test
    void theLedgerTellsTheWholeStory() {
        reserve("SIGNATURE_CLOUD", "1");
        plans.release("1", "delegation lost", NOW);
        reserve("SIGNATURE_CLOUD", "1");
        plans.consume("1", NOW);
        plans.consume("1", NOW);

        assertThat(plans.entries("p"))
                .extracting(LedgerEntry::kind, LedgerEntry::incidents)
                .containsExactly(
                        tuple("RESERVED", -1), tuple("REFUNDED", 1), tuple("RESERVED", -1), tuple("CONSUMED", 0));
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(9);
    }

    @Test
    void aTicketThatComesAgainAfterItsCaseTakesAnotherIncident() {
        reserve("SIGNATURE_CLOUD", "1");
        plans.consume("1", NOW);

        assertThat(reserve("SIGNATURE_CLOUD", "1")).isTrue();
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(8);
    }

    @Test
    void anotherVehicleGivesTheFirstReservationBack() {
        plans.put(plan("twenty", "ON_PREMISES_INCIDENT", "ACTIVE", 20, null, null));
        reserve("SIGNATURE_CLOUD", "1");

        assertThat(reserve("ON_PREMISES_INCIDENT", "1")).isTrue();
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(10);
        assertThat(left("ON_PREMISES_INCIDENT")).isEqualTo(19);
    }

    @Test
    void anUnlimitedPlanAlwaysReservesAndStaysUnlimited() {
        plans.put(plan("all", "ADVANCED", "ACTIVE", null, null, null));

        assertThat(reserve("ADVANCED", "1")).isTrue();
        assertThat(plans.release("1", "closed", NOW)).isTrue();
        assertThat(left("ADVANCED")).isNull();
    }

    @Test
    void aPlanIsWorthWhatItsDatesSay() {
        Duration day = Duration.ofDays(1);
        plans.put(plan("over", "PREMIER", "ACTIVE", 5, NOW.minus(day), NOW));
        plans.put(plan("ahead", "UNIFIED", "ACTIVE", 5, NOW.plus(day), null));
        plans.put(plan("idle", "ADVANCED", "NOT_ACTIVATED", 5, null, null));

        assertThat(plans.planFor("p", "PREMIER").orElseThrow().status()).isEqualTo("EXPIRED");
        assertThat(plans.planFor("p", "UNIFIED").orElseThrow().status()).isEqualTo("NOT_ACTIVATED");
        assertThat(reserve("PREMIER", "1")).isFalse();
        assertThat(reserve("UNIFIED", "2")).isFalse();
        assertThat(reserve("ADVANCED", "3")).isFalse();
        assertThat(reserve("NOTHING", "4")).isFalse();
        assertThat(plans.entries("p")).isEmpty();
    }

    @Test
    void puttingAPlanAgainKeepsItsBalance() {
        reserve("SIGNATURE_CLOUD", "1");

        plans.put(plan("ten", "SIGNATURE_CLOUD", "ACTIVE", 10, null, null));

        assertThat(plans.held("p")).hasSize(1);
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(9);
    }
}
