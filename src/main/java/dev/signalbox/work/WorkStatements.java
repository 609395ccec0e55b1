package dev.signalbox.work;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Price;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.work.WorkStatement.Line;
import dev.signalbox.work.WorkStatement.Total;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes monthly statements. Minutes are summed for each ticket, row of the contract and price, and only that sum is
 * priced and rounded, to the cent, half a cent away from zero; totals are sums of what is printed.
 */
@Component
public class WorkStatements {

    private static final int EARLIEST_YEAR = 1970;
    private static final int LATEST_YEAR = 9999;

    private final Bookings bookings;
    private final Tickets tickets;
    private final Clock clock;

    WorkStatements(Bookings bookings, Tickets tickets, Clock clock) {
        this.bookings = bookings;
        this.tickets = tickets;
        this.clock = clock;
    }

    /** The statement of {@code month}, written as 2026-11; null is the customer's present one. */
    public WorkStatement of(Customer customer, @Nullable String month) {
        return of(customer, month == null ? YearMonth.now(clock.withZone(customer.timeZone())) : read(month));
    }

    private static YearMonth read(String month) {
        try {
            YearMonth wanted = YearMonth.parse(month);
            if (wanted.getYear() >= EARLIEST_YEAR && wanted.getYear() <= LATEST_YEAR) {
                return wanted;
            }
        } catch (DateTimeParseException wrong) {
            // said below
        }
        throw new Refused("month", "a month, written as 2026-11", month);
    }

    private record Key(
            TicketNumber ticket,
            @Nullable String delivery,
            @Nullable Price price) {}

    WorkStatement of(Customer customer, YearMonth month) {
        Instant from = month.atDay(1).atStartOfDay(customer.timeZone()).toInstant();
        Instant to =
                month.plusMonths(1).atDay(1).atStartOfDay(customer.timeZone()).toInstant();
        List<Work> all = bookings.forStatement(customer.id(), from, to);
        List<Work> done = all.stream().filter(work -> !work.at().isBefore(from)).toList();
        List<Line> lines = new ArrayList<>();
        lines.addAll(byMinutes(done));
        lines.addAll(byCase(all, from));
        lines.addAll(byMonth(done));
        return new WorkStatement(
                customer.id(),
                month,
                customer.timeZone(),
                from,
                to,
                lines,
                totals(lines),
                minutes(done.stream().filter(Work::chargeable).toList()),
                minutes(done.stream()
                        .filter(work -> work.chargeable() && work.price() == null)
                        .toList()),
                minutes(done.stream()
                        .filter(work -> !work.chargeable() && !work.waived())
                        .toList()),
                minutes(done.stream().filter(Work::waived).toList()));
    }

    /** Work by the hour, work whose price is agreed, and work under a month's price. */
    private List<Line> byMinutes(List<Work> done) {
        List<Line> lines = new ArrayList<>();
        grouped(done.stream()
                        .filter(work -> work.chargeable() && !work.per(Price.Per.CASE))
                        .toList())
                .forEach((key, works) -> {
                    int minutes = minutes(works);
                    Price price = key.price();
                    if (minutes != 0) {
                        lines.add(line(
                                works.getFirst(),
                                minutes,
                                price != null && price.per() == Price.Per.HOUR ? price.forMinutes(minutes) : null));
                    }
                });
        return lines;
    }

    /** A case is charged in the month of its first work that counts, and given back when none counts any more. */
    private List<Line> byCase(List<Work> all, Instant from) {
        Map<TicketNumber, List<Work>> cases = all.stream()
                .filter(work -> work.chargeable() && work.per(Price.Per.CASE))
                .collect(Collectors.groupingBy(Work::ticket, TreeMap::new, Collectors.toList()));
        List<Line> lines = new ArrayList<>();
        cases.forEach((ticket, works) -> {
            List<Work> earlier =
                    works.stream().filter(work -> work.at().isBefore(from)).toList();
            Optional<Work> before = counting(earlier);
            Optional<Work> after = counting(works);
            int minutes = minutes(
                    works.stream().filter(work -> !work.at().isBefore(from)).toList());
            boolean same = before.map(Work::price).equals(after.map(Work::price));
            if (same && minutes != 0) {
                lines.add(line(after.orElse(works.getLast()), minutes, BigDecimal.ZERO.setScale(2)));
            } else if (!same) {
                before.ifPresent(work -> lines.add(line(
                        work,
                        after.isPresent() ? 0 : minutes,
                        price(work).amount().negate())));
                after.ifPresent(
                        work -> lines.add(line(work, minutes, price(work).amount())));
            }
        });
        return lines;
    }

    /** The first work among {@code works} that none of them takes back. */
    private static Optional<Work> counting(List<Work> works) {
        return works.stream()
                .filter(work -> work.corrects() == null)
                .filter(work -> works.stream().noneMatch(other -> work.id().equals(other.corrects())))
                .findFirst();
    }

    /** The price of a month stands once, in a month with work under it. */
    private List<Line> byMonth(List<Work> done) {
        List<Line> lines = new ArrayList<>();
        done.stream()
                .filter(work -> work.chargeable() && work.per(Price.Per.MONTH))
                .collect(Collectors.groupingBy(
                        work -> Optional.ofNullable(work.deliveryId()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(works -> {
                    if (minutes(works) > 0) {
                        Work last = works.getLast();
                        lines.add(new Line(
                                null,
                                null,
                                last.deliveryId(),
                                last.party(),
                                0,
                                last.price(),
                                price(last).amount()));
                    }
                });
        return lines;
    }

    private static Map<Key, List<Work>> grouped(List<Work> works) {
        return works.stream()
                .collect(Collectors.groupingBy(
                        work -> new Key(work.ticket(), work.deliveryId(), work.price()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private Line line(Work work, int minutes, @Nullable BigDecimal amount) {
        return new Line(
                work.ticket().toString(),
                tickets.find(work.ticket()).map(Ticket::title).orElse(null),
                work.deliveryId(),
                work.party(),
                minutes,
                work.price(),
                amount);
    }

    private static List<Total> totals(List<Line> lines) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Line line : lines) {
            Price price = line.price();
            BigDecimal amount = line.amount();
            if (price != null && amount != null) {
                sums.merge(price.currency().getCurrencyCode(), amount, BigDecimal::add);
            }
        }
        return sums.entrySet().stream()
                .map(sum -> new Total(sum.getKey(), sum.getValue()))
                .toList();
    }

    private static int minutes(List<Work> works) {
        return works.stream().mapToInt(Work::minutes).sum();
    }

    private static Price price(Work work) {
        Price price = work.price();
        if (price == null) {
            throw new IllegalStateException("Expected work " + work.id() + " to have a price");
        }
        return price;
    }
}
