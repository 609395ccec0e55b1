package dev.signalbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.kit.Node;
import dev.signalbox.kit.Wait;
import dev.signalbox.support.FailPoints;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The faults that every build makes, one after another under one load on one database and one broker, and what the
 * checker finds at the end. The name of each test says the fault's number.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ShortSetIT {

    private static final long SEED = Long.getLong("seed", Math.floorMod(System.nanoTime(), 1_000_000L));
    private static final int TICKETS = 8;
    private static final int POISON = 22;
    private static final Duration LOAD = Duration.ofSeconds(200);

    /** Of the usual kills, rounds and replies: three kills, each point once, two rounds, 150 replies. */
    private static final double SHARE = 0.15;

    private final Stage stage = new Stage(SEED, TICKETS, SHARE);
    private final Node first = ProcessFaults.hooked(stage).with(FailPoints.IN_STEPS, true);
    private final Node second = stage.node();

    @BeforeAll
    void duplicatesDisorderAndPoisonBegin() {
        System.out.println("The load's seed is " + SEED + " (-Dseed)");
        first.start();
        second.start();
        stage.load(TICKETS, POISON, Duration.ofMillis(Math.round(LOAD.toMillis() / SHARE)));
    }

    @Test
    @Order(1)
    void fault11TwoNodesMeetOnOneEventAndOneTask() throws Exception {
        assertThat(ProcessFaults.meet(stage, List.of(first, second))).isEmpty();
    }

    @Test
    @Order(2)
    void fault28HugePayloadsAreAppliedOrRefused() {
        assertThat(InputFaults.sendHuge(stage, first)).isEmpty();
    }

    @Test
    @Order(3)
    void fault10StepsThatFailEndAsDeadLettersAndLeaveNoTicket() {
        second.stop();
        assertThat(ProcessFaults.failSteps(stage, first)).isEmpty();
    }

    @Test
    @Order(4)
    void fault5ConnectionsRunOutAndRowsAreLockedForLong() throws Exception {
        stage.postgres().admin("alter role signalbox set statement_timeout = '3s'");
        DatabaseFaults.exhaust(stage, 5);
        DatabaseFaults.block(stage, 1);
        stage.postgres().admin("alter role signalbox reset statement_timeout");

        assertThat(Wait.met(Duration.ofSeconds(60), first::isUp))
                .as("it goes on by itself when the database does")
                .isTrue();
        String id = stage.id("afterwards");
        stage.driver().request(id, "After the locks");
        assertThat(stage.driver().await(first, id)).isNotEmpty();
    }

    @Test
    @Order(5)
    void fault2TheProcessEndsBetweenTwoCommits() {
        assertThat(ProcessFaults.endAtThePoints(stage, first)).isEmpty();
        first.start();
    }

    @Test
    @Order(6)
    void fault1TheProcessIsKilledThreeTimes() {
        // within 30 s is measured in the profile, on a machine that does nothing else
        assertThat(ProcessFaults.kill(stage, first, stage.times(20), 240)).isEmpty();
    }

    @Test
    @Order(7)
    void faults8And9NothingWasLostOrDoneTwiceAndPoisonIsKept() {
        assertThat(stage.checked()).as("seed %d", SEED).isEmpty();
        System.out.println(stage.told() + "; " + stage.remarks());
    }

    @AfterAll
    void end() {
        stage.close();
    }
}
