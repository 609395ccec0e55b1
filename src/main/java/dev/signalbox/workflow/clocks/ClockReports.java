package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Explanation;
import dev.signalbox.clock.Occasion;
import dev.signalbox.clock.Owner;
import dev.signalbox.clock.Round;
import dev.signalbox.clock.Story;
import dev.signalbox.clock.TimeLedger;
import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.clocks.ClockReport.Attainment;
import dev.signalbox.workflow.clocks.ClockReport.Breach;
import dev.signalbox.workflow.clocks.ClockReport.CaseRate;
import dev.signalbox.workflow.clocks.ClockReport.Line;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes reports from the ledgers of the tickets that a period touches. Nothing is kept for it, so that a late truth or a
 * corrected calendar is in the next report of an old month, too.
 */
@Component
public class ClockReports {

    /** The longest period of one report. */
    public static final int MOST_MONTHS = 12;

    private static final int AT_ONCE = 200;
    private static final Duration FARTHEST_ZONE = Duration.ofHours(18);
    private static final Set<String> NOTHING_TO_KEEP = Set.of("WITHDRAWN", "MERGED");

    private final JdbcClient jdbc;
    private final Stories stories;
    private final TicketClocks clocks;
    private final Clock clock;

    ClockReports(JdbcClient jdbc, Stories stories, TicketClocks clocks, Clock clock) {
        this.jdbc = jdbc;
        this.stories = stories;
        this.clocks = clocks;
        this.clock = clock;
    }

    /** The month that it is, in UTC. */
    public YearMonth now() {
        return YearMonth.now(clock);
    }

    /**
     * @param partner whose tickets; null for all partners'
     * @param customer of which customer; null for all
     * @throws Refused where the months are in the wrong order or too many
     */
    public ClockReport of(
            YearMonth from, YearMonth to, @Nullable String partner, @Nullable String customer, Locale locale) {
        long months = from.until(to, ChronoUnit.MONTHS) + 1;
        if (months < 1 || months > MOST_MONTHS) {
            throw new Refused("to", "a month from " + from + " to " + from.plusMonths(MOST_MONTHS - 1), to);
        }
        Gathering gathering = new Gathering(from, to, locale);
        List<Long> numbers = touched(from, to, partner, customer);
        for (int i = 0; i < numbers.size(); i += AT_ONCE) {
            stories.of(numbers.subList(i, Math.min(numbers.size(), i + AT_ONCE)))
                    .values()
                    .forEach(gathering::add);
        }
        return gathering.report();
    }

    private List<Long> touched(YearMonth from, YearMonth to, @Nullable String partner, @Nullable String customer) {
        String of = """
                 and created_at < :end
                and (cast(:partner as varchar(60)) is null or partner_id = :partner)
                and (cast(:customer as varchar(60)) is null or customer_id = :customer)""";
        return jdbc.sql("select number from ticket where state not in ('CLOSED', 'WITHDRAWN', 'MERGED')" + of
                        + " union all select number from ticket where closed_at >= :start"
                        + " and state in ('CLOSED', 'WITHDRAWN', 'MERGED')" + of)
                .param("start", start(from, ZoneOffset.UTC).minus(FARTHEST_ZONE).atOffset(ZoneOffset.UTC))
                .param(
                        "end",
                        start(to.plusMonths(1), ZoneOffset.UTC)
                                .plus(FARTHEST_ZONE)
                                .atOffset(ZoneOffset.UTC))
                .param("partner", partner)
                .param("customer", customer)
                .query(Long.class)
                .list();
    }

    private static Instant start(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }

    private record Key(YearMonth month, String customer, String id, String vehicle) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::month)
                    .thenComparing(Key::customer)
                    .thenComparing(Key::id)
                    .thenComparing(Key::vehicle)
                    .compare(this, other);
        }
    }

    private record Product(YearMonth month, String partner, String family) implements Comparable<Product> {

        @Override
        public int compareTo(Product other) {
            return Comparator.comparing(Product::month)
                    .thenComparing(Product::partner)
                    .thenComparing(Product::family)
                    .compare(this, other);
        }
    }

    /** What is summed for one line. */
    private static final class Sums {

        private final Map<ClockKind, Attainment> clocks = new EnumMap<>(ClockKind.class);
        private final Map<Owner, Duration> time = new EnumMap<>(Owner.class);
        private final Map<String, Duration> desk = new TreeMap<>();
        private int tickets;
    }

    private final class Gathering {

        private final YearMonth from;
        private final YearMonth to;
        private final Locale locale;
        private final Map<Key, Sums> lines = new TreeMap<>();
        private final List<Breach> breaches = new ArrayList<>();
        private final Map<Product, int[]> products = new TreeMap<>();

        Gathering(YearMonth from, YearMonth to, Locale locale) {
            this.from = from;
            this.to = to;
            this.locale = locale;
        }

        void add(Stories.Told told) {
            TimeLedger ledger = clocks.ledger(told);
            List<TimeLedger.Segment> segments = ledger.segments();
            ZoneId zone = told.facts().zone();
            for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
                Instant begins = start(month, zone);
                Instant ends = start(month.plusMonths(1), zone);
                if (ledger.start().isBefore(ends)
                        && (!ledger.over() || !ledger.end().isBefore(begins))) {
                    Sums sums = sums(month, told.facts());
                    sums.tickets++;
                    segments.forEach(segment -> add(sums, segment, begins, ends));
                }
            }
            for (Round round : ledger.rounds()) {
                promise(told.facts(), ledger, segments, round);
            }
            cases(told);
        }

        private Sums sums(YearMonth month, Stories.Facts facts) {
            String vehicle = facts.vehicle();
            return lines.computeIfAbsent(
                    new Key(month, facts.customerName(), facts.customerId(), vehicle == null ? "" : vehicle),
                    fresh -> new Sums());
        }

        private void add(Sums sums, TimeLedger.Segment segment, Instant begins, Instant ends) {
            Duration part = overlap(segment.from(), segment.to(), begins, ends);
            if (part.isZero()) {
                return;
            }
            sums.time.merge(segment.owner(), part, Duration::plus);
            String level = segment.level();
            if (level != null) {
                sums.desk.merge(level, part, Duration::plus);
            }
        }

        /** A promise belongs to the month in which it was kept or broken; until then to none. */
        private void promise(Stories.Facts facts, TimeLedger ledger, List<TimeLedger.Segment> segments, Round round) {
            Instant end = round.end() == null && ledger.over() ? ledger.end() : round.end();
            Instant decided = round.breached() ? round.due() : end;
            if (decided == null || !round.breached() && NOTHING_TO_KEEP.contains(facts.state())) {
                return;
            }
            YearMonth month = YearMonth.from(decided.atZone(facts.zone()));
            if (month.isBefore(from) || month.isAfter(to)) {
                return;
            }
            sums(month, facts)
                    .clocks
                    .merge(
                            round.kind(),
                            new Attainment(0, 0).and(round.breached()),
                            (one, other) -> one.and(round.breached()));
            if (round.breached()) {
                breaches.add(breach(month, facts, segments, round));
            }
        }

        private Breach breach(YearMonth month, Stories.Facts facts, List<TimeLedger.Segment> segments, Round round) {
            Map<Owner, Duration> used = new EnumMap<>(Owner.class);
            Map<String, Duration> queues = new HashMap<>();
            for (Round.Piece piece : round.pieces()) {
                Instant until = piece.to().isAfter(round.due()) ? round.due() : piece.to();
                if (!piece.counts() || !piece.from().isBefore(until)) {
                    continue;
                }
                used.merge(piece.owner(), round.promise().calendar().between(piece.from(), until), Duration::plus);
                for (TimeLedger.Segment segment : segments) {
                    Duration part = overlap(segment.from(), segment.to(), piece.from(), until);
                    if (segment.queue() != null && !part.isZero()) {
                        queues.merge(segment.queue(), part, Duration::plus);
                    }
                }
            }
            Map.Entry<Owner, Duration> most = used.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElse(Map.entry(Owner.PARTNER_DESK, Duration.ZERO));
            return new Breach(
                    month,
                    facts.ticket(),
                    facts.customerId(),
                    facts.customerName(),
                    facts.vehicle(),
                    round.kind(),
                    round.number(),
                    round.target(),
                    round.due(),
                    round.end(),
                    round.used().minus(round.target()),
                    most.getKey(),
                    most.getValue(),
                    most.getKey() == Owner.PARTNER_DESK
                            ? queues.entrySet().stream()
                                    .max(Map.Entry.comparingByValue())
                                    .map(Map.Entry::getKey)
                                    .orElse(null)
                            : null,
                    Explanation.of(round, locale));
        }

        private void cases(Stories.Told told) {
            for (Story.Happening happening : told.story().happenings()) {
                boolean received = happening.occasion() == Occasion.OPENED;
                if (received || happening.occasion() == Occasion.CASE_FILED) {
                    Stories.Facts facts = told.facts();
                    YearMonth month = YearMonth.from(happening.at().atZone(facts.zone()));
                    if (!month.isBefore(from) && !month.isAfter(to)) {
                        String family = facts.productFamily();
                        products.computeIfAbsent(
                                        new Product(month, facts.partnerId(), family == null ? "" : family),
                                        fresh -> new int[2])[received ? 0 : 1]++;
                    }
                }
            }
        }

        ClockReport report() {
            breaches.sort(Comparator.comparing(Breach::dueAt)
                    .thenComparing(breach -> breach.ticket().value()));
            return new ClockReport(
                    from,
                    to,
                    lines.entrySet().stream()
                            .map(line -> new Line(
                                    line.getKey().month(),
                                    line.getKey().id(),
                                    line.getKey().customer(),
                                    line.getKey().vehicle().isEmpty()
                                            ? null
                                            : line.getKey().vehicle(),
                                    line.getValue().tickets,
                                    line.getValue().clocks,
                                    line.getValue().time,
                                    line.getValue().desk))
                            .toList(),
                    breaches,
                    products.entrySet().stream()
                            .map(product -> new CaseRate(
                                    product.getKey().month(),
                                    product.getKey().partner(),
                                    product.getKey().family().isEmpty()
                                            ? null
                                            : product.getKey().family(),
                                    product.getValue()[0],
                                    product.getValue()[1]))
                            .toList());
        }
    }

    private static Duration overlap(Instant from, Instant to, Instant begins, Instant ends) {
        Instant one = from.isAfter(begins) ? from : begins;
        Instant other = to.isBefore(ends) ? to : ends;
        return one.isBefore(other) ? Duration.between(one, other) : Duration.ZERO;
    }
}
