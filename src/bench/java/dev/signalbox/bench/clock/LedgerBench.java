package dev.signalbox.bench.clock;

import dev.signalbox.clock.Calendar;
import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Conditions;
import dev.signalbox.clock.Effect;
import dev.signalbox.clock.Occasion;
import dev.signalbox.clock.Owner;
import dev.signalbox.clock.Round;
import dev.signalbox.clock.ServiceHours;
import dev.signalbox.clock.Story;
import dev.signalbox.clock.Story.Happening;
import dev.signalbox.clock.Story.Promise;
import dev.signalbox.clock.TimeLedger;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ledger of a ticket with 200 events over four weeks: the owners' sums, every clock and its due time. Prints the
 * median and the 99th percentile of rounds of a hundred, in microseconds of CPU time for one ledger, as CSV.
 */
public final class LedgerBench {

    private static final int WARM_UP = 2_000;
    private static final int ROUNDS = 1_000;
    private static final int A_ROUND = 100;
    private static final List<String> STATES =
            List.of("RECEIVED", "DIAGNOSING", "AWAITING_CUSTOMER", "PARTNER_RESOLVING", "AWAITING_MICROSOFT", "CLOSED");

    // a neighbour on the same machine is none of the ledger's time
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private LedgerBench() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        Conditions conditions = new Conditions(STATES, LedgerBench::effect, LedgerBench::holder);
        Story story = story();
        Instant now = story.happenings().getLast().at().plusSeconds(3_600);
        long kept = 0;
        for (int i = 0; i < WARM_UP; i++) {
            kept += ledger(story, conditions, now);
        }
        double[] micros = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = CPU.getCurrentThreadCpuTime();
            for (int j = 0; j < A_ROUND; j++) {
                kept += ledger(story, conditions, now);
            }
            micros[i] = (CPU.getCurrentThreadCpuTime() - start) / 1_000.0 / A_ROUND;
        }
        Arrays.sort(micros);
        System.out.println("events,median_us,p99_us,check");
        System.out.printf(
                "%d,%.1f,%.1f,%d%n", story.happenings().size(), micros[ROUNDS / 2], micros[ROUNDS * 99 / 100], kept);
    }

    private static long ledger(Story story, Conditions conditions, Instant now) {
        TimeLedger ledger = TimeLedger.of(story, conditions, now);
        long sum = ledger.sums().get(Owner.CUSTOMER).toSeconds();
        for (Round round : ledger.clocks()) {
            sum += round.due().getEpochSecond();
        }
        return sum;
    }

    private static Story story() {
        Calendar hours = Calendar.of(
                ServiceHours.business(ZoneId.of("Europe/Prague"), LocalTime.of(9, 0), LocalTime.of(17, 30)));
        List<Happening> happenings = new ArrayList<>();
        Instant at = Instant.parse("2026-11-02T08:00:00Z");
        happenings.add(new Happening(at, Occasion.OPENED, "RECEIVED", null, null));
        for (int i = 1; i < 200; i++) {
            at = at.plus(Duration.ofMinutes(200));
            happenings.add(
                    i % 3 == 0
                            ? Happening.of(at, Occasion.CUSTOMER_TOLD)
                            : Happening.of(at, STATES.get(1 + i % (STATES.size() - 2))));
        }
        return new Story(
                hours,
                happenings,
                List.of(),
                List.of(
                        new Promise(ClockKind.RESPONSE, null, Duration.ofHours(1), hours),
                        new Promise(ClockKind.UPDATE, null, Duration.ofHours(4), hours),
                        new Promise(ClockKind.RESOLUTION, null, Duration.ofHours(80), hours),
                        new Promise(ClockKind.MICROSOFT, null, Duration.ofHours(4), Calendar.always())));
    }

    private static Effect effect(ClockKind clock, String condition) {
        return switch (condition) {
            case "OPENED" -> Effect.RESET;
            case "CUSTOMER_TOLD" ->
                clock == ClockKind.UPDATE ? Effect.RESET : clock == ClockKind.RESPONSE ? Effect.STOP : Effect.NONE;
            case "AWAITING_CUSTOMER" -> Effect.PAUSE;
            case "CLOSED" -> Effect.STOP;
            default -> STATES.contains(condition) ? Effect.RUN : Effect.NONE;
        };
    }

    private static Conditions.Holder holder(String state) {
        return new Conditions.Holder(
                state.equals("AWAITING_CUSTOMER") ? Owner.CUSTOMER : Owner.PARTNER_DESK,
                state.equals("CLOSED"),
                "FIRST");
    }
}
