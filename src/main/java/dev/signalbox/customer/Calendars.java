package dev.signalbox.customer;

import dev.signalbox.clock.Calendar;
import dev.signalbox.clock.CalendarVersion;
import dev.signalbox.clock.ServiceHours;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The partner's calendars. A calendar that did not change is the same object as before, so that it is laid out once;
 * what another node changed is seen within two seconds.
 */
@Component
public class Calendars implements WorkingTimes {

    private static final long SEEN_AFTER_NANOS = 2_000_000_000L;
    private static final ServiceHours PACIFIC =
            ServiceHours.business(ZoneId.of("America/Los_Angeles"), LocalTime.of(6, 0), LocalTime.of(18, 0));
    private static final ServiceHours JAPAN =
            ServiceHours.business(ZoneId.of("Asia/Tokyo"), LocalTime.of(9, 0), LocalTime.of(17, 30));

    private final JdbcClient jdbc;
    private volatile Known known = new Known(Map.of(), Map.of(), Map.of(), Map.of(), Long.MIN_VALUE);

    Calendars(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(
            String id,
            @Nullable String partnerId,
            @Nullable String validFrom,
            String zone,
            String hours,
            String holidays,
            String own) {}

    private record Known(
            Map<String, List<Row>> rows,
            Map<String, Calendar> calendars,
            Map<String, String> uses,
            Map<String, Integer> aims,
            long at)
            implements WorkingTimes {

        @Override
        public Optional<Calendar> find(@Nullable String id) {
            return id == null ? Optional.empty() : Optional.ofNullable(calendars.get(id));
        }

        @Override
        public Optional<Calendar> ofDesk(String partnerId) {
            return find(uses.get(partnerId + "/"));
        }

        @Override
        public Calendar ofVehicle(String partnerId, @Nullable String vehicle, String country, ZoneId zone) {
            return find(uses.get(partnerId + "/" + (vehicle == null ? "" : vehicle)))
                    .filter(assigned -> vehicle != null)
                    .orElseGet(() -> Calendar.of(
                            switch (country) {
                                // Power Platform: support overview, business hours
                                case "US", "CA" -> PACIFIC;
                                case "JP" -> JAPAN;
                                default -> ServiceHours.business(zone, LocalTime.of(9, 0), LocalTime.of(17, 0));
                            }));
        }
    }

    /** Forgets what it knows, so that the next question sees what was just put. */
    @EventListener
    void on(HoursPut put) {
        forget();
    }

    /** Makes sure that the next question sees everything that is committed by now, on whatever node. */
    public void forget() {
        known = new Known(known.rows(), known.calendars(), known.uses(), known.aims(), Long.MIN_VALUE);
    }

    @Override
    public Optional<Calendar> find(@Nullable String id) {
        return known().find(id);
    }

    @Override
    public Optional<Calendar> ofDesk(String partnerId) {
        return known().ofDesk(partnerId);
    }

    @Override
    public Calendar ofVehicle(String partnerId, @Nullable String vehicle, String country, ZoneId zone) {
        return known().ofVehicle(partnerId, vehicle, country, zone);
    }

    @Override
    public Map<String, Integer> aims() {
        return known().aims();
    }

    /** Whether there is such a calendar or version for whoever works for {@code partner}; null is for all of them. */
    public boolean has(String id, @Nullable String partner) {
        return known().rows().values().stream()
                .flatMap(List::stream)
                .filter(row -> row.id().equals(id))
                .anyMatch(row -> partner == null || row.partnerId() == null || partner.equals(row.partnerId()));
    }

    /** Whether the id is free. */
    public boolean free(String id) {
        return known().rows().values().stream().flatMap(List::stream).noneMatch(row -> row.id()
                .equals(id));
    }

    /**
     * As it would be, had {@code id} been put so: in the place of what has this id, or new, as a version of {@code of} or
     * for itself.
     */
    public WorkingTimes supposing(String id, @Nullable String of, CalendarVersion version) {
        Known real = known();
        String calendar = of != null
                ? of
                : real.rows().entrySet().stream()
                        .filter(entry -> entry.getValue().stream()
                                .anyMatch(row -> row.id().equals(id)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(id);
        List<CalendarVersion> versions = new ArrayList<>();
        versions.add(version);
        real.rows().getOrDefault(calendar, List.of()).stream()
                .filter(row -> !row.id().equals(id))
                .map(Calendars::version)
                .forEach(versions::add);
        Map<String, Calendar> supposed = new HashMap<>(real.calendars());
        supposed.put(calendar, Calendar.of(versions));
        return new Known(real.rows(), supposed, real.uses(), real.aims(), real.at());
    }

    private Known known() {
        Known found = known;
        if (found.at() == Long.MIN_VALUE || System.nanoTime() - found.at() > SEEN_AFTER_NANOS) {
            found = read(found);
            known = found;
        }
        return found;
    }

    private Known read(Known before) {
        Map<String, List<Row>> rows = new HashMap<>();
        jdbc.sql("select * from calendar order by id")
                .query((row, i) -> Map.entry(
                        Optional.ofNullable(row.getString("version_of")).orElse(row.getString("id")),
                        new Row(
                                row.getString("id"),
                                row.getString("partner_id"),
                                row.getString("valid_from"),
                                row.getString("time_zone"),
                                row.getString("hours"),
                                row.getString("holidays"),
                                row.getString("own_days"))))
                .list()
                .forEach(entry -> rows.computeIfAbsent(entry.getKey(), fresh -> new ArrayList<>())
                        .add(entry.getValue()));
        Map<String, Calendar> calendars = new HashMap<>();
        rows.forEach((id, versions) -> {
            Calendar same = before.calendars().get(id);
            calendars.put(id, same != null && versions.equals(before.rows().get(id)) ? same : calendar(versions));
        });
        Map<String, String> uses = jdbc
                .sql("select * from calendar_use order by id")
                .query((row, i) -> Map.entry(
                        row.getString("partner_id") + "/"
                                + Optional.ofNullable(row.getString("vehicle")).orElse(""),
                        row.getString("calendar_id")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));
        Map<String, Integer> aims = new HashMap<>();
        jdbc.sql("select id, ola_minutes from work_queue where ola_minutes > 0").query(row -> {
            aims.put(row.getString("id"), row.getInt("ola_minutes"));
        });
        return new Known(rows, calendars, uses, aims, System.nanoTime());
    }

    private static Calendar calendar(List<Row> versions) {
        return Calendar.of(versions.stream().map(Calendars::version).toList());
    }

    private static CalendarVersion version(Row row) {
        return CalendarVersion.read(
                        row.validFrom() == null ? null : LocalDate.parse(row.validFrom()),
                        ZoneId.of(row.zone()),
                        items(row.hours()),
                        items(row.holidays()),
                        items(row.own()),
                        (field, expected, found) -> {
                            throw new IllegalStateException("Expected " + expected + " as " + field + " of calendar "
                                    + row.id() + ", found " + found);
                        })
                .orElseThrow();
    }

    private static List<String> items(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
