package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Owner;
import dev.signalbox.ticket.TicketNumber;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of the promises in some months, whose the time was, which promises were broken and why, and how many cases
 * Microsoft got.
 */
public record ClockReport(
        YearMonth from, YearMonth to, List<Line> lines, List<Breach> breaches, List<CaseRate> caseRates) {

    /**
     * A customer's tickets of one vehicle in one month, which begins and ends in the customer's time zone.
     *
     * @param vehicle null for tickets that went to nobody
     * @param tickets how many were open at some time of the month
     * @param clocks by clock, the promises that were kept or broken in the month
     * @param time whose the month's part of the tickets' time was
     * @param desk the desk's part of it by level
     */
    public record Line(
            YearMonth month,
            String customerId,
            String customer,
            @Nullable String vehicle,
            int tickets,
            Map<ClockKind, Attainment> clocks,
            Map<Owner, Duration> time,
            Map<String, Duration> desk) {}

    /** Promises that were kept and broken. */
    public record Attainment(int kept, int broken) {

        Attainment and(boolean broke) {
            return broke ? new Attainment(kept, broken + 1) : new Attainment(kept + 1, broken);
        }

        /** To one place, rounded down, so that 100 means all of them. */
        public BigDecimal percent() {
            return BigDecimal.valueOf(100L * kept)
                    .divide(BigDecimal.valueOf((long) kept + broken), 1, RoundingMode.DOWN);
        }
    }

    /**
     * A promise that was broken, and the reason: who used most of the time that counted.
     *
     * @param endedAt when it was met after all; null where it is still open
     * @param late the counted time beyond the target, until then or until now
     * @param reason whose most of the target's time was
     * @param reasonTime how much of it
     * @param queue the desk's queue that used most, where it was the desk's
     */
    public record Breach(
            YearMonth month,
            TicketNumber ticket,
            String customerId,
            String customer,
            @Nullable String vehicle,
            ClockKind clock,
            int round,
            Duration target,
            Instant dueAt,
            @Nullable Instant endedAt,
            Duration late,
            Owner reason,
            Duration reasonTime,
            @Nullable String queue,
            String explanation) {}

    /**
     * Cases filed with Microsoft in a month, for the requests received in it.
     *
     * @param productFamily null where the request named none
     */
    public record CaseRate(
            YearMonth month, String partnerId, @Nullable String productFamily, int received, int cases) {

        /** Cases for a hundred requests, to one place; null where none was received. */
        public @Nullable BigDecimal perHundred() {
            return received == 0
                    ? null
                    : BigDecimal.valueOf(100L * cases).divide(BigDecimal.valueOf(received), 1, RoundingMode.HALF_UP);
        }
    }
}
