package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Explanation;
import dev.signalbox.clock.Round;
import dev.signalbox.clock.TimeLedger;
import dev.signalbox.customer.Calendars;
import dev.signalbox.customer.WorkingTimes;
import dev.signalbox.ticket.TicketNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks, without changing anything, which open tickets a change of calendars or targets would move, and by how much. */
@Component
public class WhatIf {

    /** How many moves an answer tells one by one; all are counted. */
    public static final int MOST_TOLD = 500;

    private static final int AT_ONCE = 200;

    private final JdbcClient jdbc;
    private final Stories stories;
    private final TicketClocks clocks;
    private final Calendars calendars;
    private final Clock clock;

    WhatIf(JdbcClient jdbc, Stories stories, TicketClocks clocks, Calendars calendars, Clock clock) {
        this.jdbc = jdbc;
        this.stories = stories;
        this.clocks = clocks;
        this.calendars = calendars;
        this.clock = clock;
    }

    /**
     * What would move.
     *
     * @param tickets how many open tickets were looked at
     * @param movedTickets how many of them have a clock that would move
     * @param earlier clocks that would be due earlier, or for the first time
     * @param later clocks that would be due later, or no more
     * @param broken clocks that would be breached and are not
     * @param kept clocks that are breached and would not be
     * @param moves the farthest first, at most {@value #MOST_TOLD}
     */
    public record Answer(
            Instant at,
            int tickets,
            int movedTickets,
            int earlier,
            int later,
            int broken,
            int kept,
            List<Move> moves) {}

    /** A clock that would move; a time is null where the clock does not run there. */
    public record Move(
            TicketNumber ticket,
            String customerId,
            String customer,
            ClockKind clock,
            @Nullable String queue,
            @Nullable Instant dueAt,
            @Nullable Instant wouldBeDueAt,
            boolean breached,
            boolean wouldBeBreached,
            String explanation) {

        /** By how much; null where there is nothing to compare. */
        public @Nullable Duration by() {
            return dueAt == null || wouldBeDueAt == null ? null : Duration.between(dueAt, wouldBeDueAt);
        }

        private boolean later() {
            return wouldBeDueAt == null || dueAt != null && dueAt.isBefore(wouldBeDueAt);
        }

        private Duration distance() {
            Duration by = by();
            return by == null ? Duration.ofDays(36_500) : by.abs();
        }
    }

    /** @param partner whose tickets; null for all partners' */
    public Answer ask(Supposition supposed, @Nullable String partner, Locale locale) {
        List<World> worlds = List.of(World.asItIs(calendars), new Supposed(supposed, hours(supposed)));
        List<Long> numbers = open(partner);
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += AT_ONCE) {
            List<Map<Long, Stories.Told>> told =
                    stories.of(numbers.subList(i, Math.min(numbers.size(), i + AT_ONCE)), worlds);
            told.getFirst()
                    .forEach((number, now) ->
                            compare(now, Objects.requireNonNull(told.getLast().get(number)), locale, moves));
        }
        moves.sort(Comparator.comparing(Move::distance).reversed().thenComparing(move -> move.ticket()
                .value()));
        return new Answer(
                clock.instant(),
                numbers.size(),
                (int) moves.stream().map(Move::ticket).distinct().count(),
                (int) moves.stream().filter(move -> !move.later()).count(),
                (int) moves.stream().filter(Move::later).count(),
                (int) moves.stream()
                        .filter(move -> move.wouldBeBreached() && !move.breached())
                        .count(),
                (int) moves.stream()
                        .filter(move -> move.breached() && !move.wouldBeBreached())
                        .count(),
                moves.stream().limit(MOST_TOLD).toList());
    }

    private WorkingTimes hours(Supposition supposed) {
        Supposition.Calendar calendar = supposed.calendar();
        return calendar == null
                ? calendars
                : calendars.supposing(calendar.id(), calendar.versionOf(), calendar.version());
    }

    private List<Long> open(@Nullable String partner) {
        return jdbc.sql("""
                        select number from ticket where state not in ('CLOSED', 'WITHDRAWN', 'MERGED')
                        and (cast(:partner as varchar(60)) is null or partner_id = :partner) order by number""").param("partner", partner).query(Long.class).list();
    }

    private void compare(Stories.Told now, Stories.Told then, Locale locale, List<Move> moves) {
        Map<String, Round> would = running(then);
        Map<String, Round> are = running(now);
        Map<String, Round> either = new TreeMap<>(would);
        are.forEach(either::putIfAbsent);
        either.forEach((key, any) -> {
            Round one = are.get(key);
            Round other = would.get(key);
            Instant dueAt = one == null ? null : one.due();
            Instant wouldBeDueAt = other == null ? null : other.due();
            if (!Objects.equals(dueAt, wouldBeDueAt)) {
                moves.add(new Move(
                        now.ticket(),
                        now.facts().customerId(),
                        now.facts().customerName(),
                        any.kind(),
                        any.promise().queue(),
                        dueAt,
                        wouldBeDueAt,
                        one != null && one.breached(),
                        other != null && other.breached(),
                        Explanation.of(any, locale)));
            }
        });
    }

    private Map<String, Round> running(Stories.Told told) {
        TimeLedger ledger = clocks.ledger(told);
        Map<String, Round> running = new HashMap<>();
        if (!ledger.over()) {
            ledger.clocks().stream()
                    .filter(round -> round.end() == null)
                    .forEach(round -> running.put(Alarms.key(round), round));
        }
        return running;
    }

    private record Supposed(Supposition supposition, WorkingTimes hours) implements World {

        @Override
        public @Nullable String calendarOf(String customerId, @Nullable String named) {
            Supposition.Contract contract = supposition.contract();
            return contract != null && contract.customerId().equals(customerId) ? contract.calendarId() : named;
        }

        @Override
        public @Nullable Integer minutes(
                ClockKind kind, @Nullable String queue, Stories.Facts facts, @Nullable Integer agreed) {
            return supposition.targets().stream()
                    .filter(target -> target.meets(kind, queue, facts))
                    .map(Supposition.Target::minutes)
                    .findFirst()
                    .orElse(agreed);
        }
    }
}
