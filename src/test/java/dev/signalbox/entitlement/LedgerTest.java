package dev.signalbox.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.mockito.Mockito.mock;

import dev.signalbox.access.Seal;
import dev.signalbox.audit.Audit;
import dev.signalbox.support.KnowledgeStore;
import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.Refused;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The ledger by itself, without the application, in both databases. */
@ParameterizedClass
@EnumSource(KnowledgeStore.class)
class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final int THREADS = 64;

    @TempDir
    static Path keys;

    @Parameter
    KnowledgeStore store;

    private KnowledgeStore.Fresh fresh;
    private Plans plans;

    @BeforeEach
    void aPartnerWithAPlanOfTen() {
        fresh = store.fresh(LedgerTest.class);
        plans = ledger(NOW);
        fresh.jdbc().sql("""
                        insert into partner (id, name, type, competency, roles, support_email, support_phone, support_url)
                        values ('p', 'P', 'DIRECT_BILL', 'GOLD', '', 'e', 't', 'u')""").update();
        plans.put(plan("ten", "SIGNATURE_CLOUD", "ACTIVE", 10, null, null));
    }

    /** The ledger as one node has it. */
    private Plans ledger(Instant now) {
        return new Plans(
                fresh.jdbc(),
                Clock.fixed(now, ZoneOffset.UTC),
                Seal.withKeyIn(keys.resolve("seal.key")),
                mock(Audit.class));
    }

    private PlanWatch watch(Instant now, List<PartnerEvent> told) {
        return new PlanWatch(
                ledger(now),
                new EntitlementProperties(Duration.ofDays(30), 1),
                fresh.jdbc(),
                Clock.fixed(now, ZoneOffset.UTC),
                event -> told.add((PartnerEvent) event),
                new DataSourceTransactionManager(fresh.source()));
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

    /** How many of 64 threads that start together succeed. */
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
    void ofSixtyFourTicketsAtOnceOnTwoNodesExactlyTenReserve() throws Exception {
        Plans otherNode = ledger(NOW);

        int reserved = together(i -> i % 2 == 0
                ? reserve("SIGNATURE_CLOUD", "1000" + i)
                : Boolean.TRUE.equals(fresh.transaction()
                        .execute(status -> otherNode.reserve("p", "SIGNATURE_CLOUD", "1000" + i, NOW))));

        assertThat(reserved).isEqualTo(10);
        assertThat(left("SIGNATURE_CLOUD")).isZero();
        assertThat(plans.entries("p")).extracting(LedgerEntry::balance).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    }

    @Test
    void oneTicketThatReservesOnManyThreadsTakesOneIncident() throws Exception {
        int granted = together(i -> reserve("SIGNATURE_CLOUD", "1"));

        assertThat(granted).isEqualTo(THREADS);
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(9);
        assertThat(plans.entries("p")).hasSize(1);
    }

    @Test
    void oneTicketThatGivesBackOnManyThreadsGivesBackOne() throws Exception {
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

    @Test
    void whatACaseUsedComesBackOnce() {
        reserve("SIGNATURE_CLOUD", "1");
        plans.consume("1", NOW);

        assertThat(plans.release("1", "closed", NOW)).isFalse();
        assertThat(plans.refund("1", "a fault that Microsoft confirmed", NOW)).isTrue();
        assertThat(plans.refund("1", "a fault that Microsoft confirmed", NOW)).isFalse();
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(10);
        assertThat(plans.standing("1")).contains("REFUNDED");
    }

    @Test
    void aBalanceIsSetRightByHandButNeverBelowZero() {
        plans.adjust("ten", -3, "three were used before we counted");

        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(7);
        assertThat(plans.ledger("ten", 0, 50).items())
                .extracting(LedgerEntry::kind, LedgerEntry::incidents, LedgerEntry::balance, LedgerEntry::actor)
                .containsExactly(tuple("ADJUSTED", -3, 7, "signalbox"));
        assertThatThrownBy(() -> plans.adjust("ten", -8, "too many")).isInstanceOf(Refused.class);
        plans.put(plan("all", "ADVANCED", "ACTIVE", null, null, null));
        assertThatThrownBy(() -> plans.adjust("all", 1, "what for")).isInstanceOf(Refused.class);
        assertThat(left("SIGNATURE_CLOUD")).isEqualTo(7);
    }

    @Test
    void accessAndContractIdsAreUnreadableInTheDatabaseAndSealedWhereTheyWereNot() {
        fresh.jdbc()
                .sql("update support_plan set access_id = 'in clear' where id = 'ten'")
                .update();

        plans.sealAll();

        assertThat(fresh.jdbc()
                        .sql("select access_id from support_plan union all select contract_id from support_plan")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allMatch(Seal::isSealed);
        assertThat(plans.find("ten").orElseThrow().accessId()).isEqualTo("in clear");
        assertThat(plans.find("ten").orElseThrow().contractId()).isEqualTo("contract");
    }

    @Test
    void anotherKeyIsFoundAtOnce() {
        Plans elsewhere = new Plans(
                fresh.jdbc(), Clock.systemUTC(), Seal.withKeyIn(keys.resolve("another.key")), mock(Audit.class));

        assertThatThrownBy(elsewhere::sealAll).hasMessageContaining("signalbox.seal");
    }

    @Test
    void aPlansEndAndItsLastIncidentAreToldOnceEachAndItEndsByDate() {
        List<PartnerEvent> told = new ArrayList<>();
        plans.put(plan("short", "PREMIER", "ACTIVE", 1, null, NOW.plus(Duration.ofDays(29))));

        watch(NOW, told).look();
        watch(NOW, told).look();
        assertThat(told)
                .extracting(PartnerEvent::type, PartnerEvent::subject)
                .containsExactly(tuple("entitlement.expiring-soon", "short"), tuple("entitlement.low", "short"));
        told.clear();

        watch(NOW.plus(Duration.ofDays(30)), told).look();
        watch(NOW.plus(Duration.ofDays(31)), told).look();
        assertThat(told).extracting(PartnerEvent::type).containsExactly("entitlement.expired");
        assertThat(plans.ledger("short", 0, 50).items())
                .extracting(LedgerEntry::kind, LedgerEntry::incidents, LedgerEntry::balance)
                .containsExactly(tuple("EXPIRED", -1, 0));
    }

    @Test
    void aPlanThatRunsLowAgainIsToldAgain() {
        List<PartnerEvent> told = new ArrayList<>();
        plans.adjust("ten", -9, "down to one");
        watch(NOW, told).look();
        plans.adjust("ten", 5, "bought");
        watch(NOW, told).look();
        plans.adjust("ten", -5, "down to one");
        watch(NOW, told).look();

        assertThat(told).extracting(PartnerEvent::type).containsExactly("entitlement.low", "entitlement.low");
    }
}
