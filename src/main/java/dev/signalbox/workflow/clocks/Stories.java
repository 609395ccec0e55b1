package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.Calendar;
import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Occasion;
import dev.signalbox.clock.ServiceHours;
import dev.signalbox.clock.Story;
import dev.signalbox.clock.Story.Corrected;
import dev.signalbox.clock.Story.Happening;
import dev.signalbox.clock.Story.Promise;
import dev.signalbox.customer.Calendars;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TimelineType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads tickets' stories for the ledger: two questions to the database, whatever the number of tickets. */
@Component
class Stories {

    /** What the ledger reads of a timeline; everything else changes no clock. */
    static final Set<TimelineType> READ = Set.of(
            TimelineType.RECEIVED,
            TimelineType.STATE_CHANGED,
            TimelineType.MESSAGE_ADDED,
            TimelineType.TASK_CREATED,
            TimelineType.TASK_COMPLETED,
            TimelineType.HANDED_OVER,
            TimelineType.THIRD_PARTY_RESPONDED,
            TimelineType.ESCALATION_FILED,
            TimelineType.MICROSOFT_RESPONDED,
            TimelineType.MICROSOFT_NEEDS_INFO,
            TimelineType.VEHICLE_CHOSEN,
            TimelineType.RESOLVED,
            TimelineType.REOPENED,
            TimelineType.CLOSED,
            TimelineType.WITHDRAWN,
            TimelineType.MERGED,
            TimelineType.WAITING_CORRECTED,
            TimelineType.SLA_WARNING,
            TimelineType.SLA_BREACHED,
            TimelineType.SLA_BREACH_WITHDRAWN,
            TimelineType.NOTIFIED,
            TimelineType.PAGED,
            TimelineType.LEAD_CALLED,
            TimelineType.ACKNOWLEDGED);

    private static final Duration SAME_BREATH = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Calendars calendars;

    Stories(JdbcClient jdbc, JsonMapper json, Calendars calendars) {
        this.jdbc = jdbc;
        this.json = json;
        this.calendars = calendars;
    }

    /** A ticket's targets and hours as they are now, and what was announced of its clocks. */
    record Told(TicketNumber ticket, Facts facts, Story story, List<Announced> announced) {}

    /** What the story needs of the ticket's row and of its contract's. */
    record Facts(
            TicketNumber ticket,
            String state,
            @Nullable String severity,
            @Nullable String vehicle,
            @Nullable String productFamily,
            String customerId,
            String customerName,
            String partnerId,
            @Nullable String assignee,
            String country,
            ZoneId zone,
            Calendar hours,
            @Nullable Integer response,
            @Nullable Integer update,
            @Nullable Integer resolution,
            @Nullable Integer microsoft,
            @Nullable Integer chase,
            @Nullable String microsoftClock,
            @Nullable Instant dueAt) {}

    /** An entry that tells of a clock. */
    record Announced(TimelineType type, Instant time, Instant occurredAt, JsonNode data) {}

    Told of(TicketNumber number) {
        Told told = of(List.of(number.value())).get(number.value());
        if (told == null) {
            throw new IllegalStateException("Expected ticket " + number + " to exist");
        }
        return told;
    }

    Map<Long, Told> of(Collection<Long> numbers) {
        return of(numbers, List.of(World.asItIs(calendars))).getFirst();
    }

    /** The same tickets as they stand in each of some worlds. */
    List<Map<Long, Told>> of(Collection<Long> numbers, List<World> worlds) {
        List<Map<Long, Facts>> facts = worlds.stream()
                .map(world -> (Map<Long, Facts>) new LinkedHashMap<Long, Facts>())
                .toList();
        if (numbers.isEmpty()) {
            return worlds.stream().map(world -> Map.<Long, Told>of()).toList();
        }
        jdbc.sql("""
                        select t.number, t.state, t.severity, t.vehicle, t.product_family, t.customer_id, t.partner_id,
                          t.assignee, c.name as customer_name,
                          t.response_minutes, t.update_minutes, t.resolution_minutes, t.microsoft_minutes,
                          t.chase_minutes, t.microsoft_clock, t.due_at, c.country, c.time_zone, k.around_the_clock,
                          k.opens, k.closes, k.calendar_id
                        from ticket t join customer c on c.id = t.customer_id
                        left join contract k on k.customer_id = t.customer_id
                        where t.number in (:numbers)""").param("numbers", numbers).query(row -> {
            for (int i = 0; i < worlds.size(); i++) {
                facts.get(i).put(row.getLong("number"), facts(row, worlds.get(i)));
            }
        });
        Map<Long, Reading> readings = new HashMap<>();
        jdbc.sql("""
                        select ticket, type, at, occurred_at, actor, data from ticket_event
                        where ticket in (:numbers) and type in (:types) order by ticket, sequence""")
                .param("numbers", numbers)
                .param("types", READ.stream().map(TimelineType::wireName).toList())
                .query(row -> {
                    readings.computeIfAbsent(row.getLong("ticket"), fresh -> new Reading())
                            .take(
                                    row.getString("type"),
                                    instant(row, "at"),
                                    instant(row, "occurred_at"),
                                    row.getString("actor"),
                                    json.readTree(row.getString("data")));
                });
        List<Map<Long, Told>> told = new ArrayList<>();
        for (int i = 0; i < worlds.size(); i++) {
            World world = worlds.get(i);
            Map<Long, Told> here = new LinkedHashMap<>();
            facts.get(i).forEach((number, one) -> {
                Reading reading = readings.get(number);
                if (reading != null) {
                    here.put(number, new Told(one.ticket(), one, story(one, reading, world), reading.announced));
                }
            });
            told.add(here);
        }
        return told;
    }

    private static Story story(Facts facts, Reading reading, World world) {
        return new Story(
                facts.hours(), reading.happenings, reading.corrections, new Promises(facts, world).of(reading.queues));
    }

    /** What is promised of one ticket in one world. */
    private record Promises(Facts facts, World world) {

        List<Promise> of(Set<String> queues) {
            List<Promise> promises = new ArrayList<>();
            add(promises, ClockKind.RESPONSE, null, facts.response(), facts.hours());
            add(promises, ClockKind.UPDATE, null, facts.update(), facts.hours());
            add(promises, ClockKind.RESOLUTION, null, facts.resolution(), facts.hours());
            if (!queues.isEmpty()) {
                Calendar desk = world.hours().ofDesk(facts.partnerId()).orElse(facts.hours());
                Map<String, Integer> aims = world.hours().aims();
                queues.forEach(queue -> add(promises, ClockKind.DESK, queue, aims.get(queue), desk));
            }
            String vehicle = facts.vehicle();
            if (vehicle != null
                    && Set.of("DISTRIBUTOR", "ISV", "CUSTOMER_CALLS").contains(vehicle)) {
                add(promises, ClockKind.THIRD_PARTY, null, facts.chase(), vehicles());
            }
            boolean business = "BUSINESS_HOURS".equals(facts.microsoftClock());
            add(promises, ClockKind.MICROSOFT, null, facts.microsoft(), business ? vehicles() : Calendar.always());
            return promises;
        }

        private Calendar vehicles() {
            return world.hours().ofVehicle(facts.partnerId(), facts.vehicle(), facts.country(), facts.zone());
        }

        private void add(
                List<Promise> promises,
                ClockKind kind,
                @Nullable String queue,
                @Nullable Integer agreed,
                Calendar calendar) {
            Integer minutes = world.minutes(kind, queue, facts, agreed);
            if (minutes != null && minutes > 0) {
                promises.add(new Promise(kind, queue, Duration.ofMinutes(minutes), calendar));
            }
        }
    }

    private static Facts facts(ResultSet row, World world) throws SQLException {
        ZoneId zone = ZoneId.of(row.getString("time_zone"));
        String opens = row.getString("opens");
        Calendar implied = opens == null || row.getBoolean("around_the_clock")
                ? Calendar.always()
                : Calendar.of(
                        ServiceHours.business(zone, LocalTime.parse(opens), LocalTime.parse(row.getString("closes"))));
        OffsetDateTime due = row.getObject("due_at", OffsetDateTime.class);
        return new Facts(
                new TicketNumber(row.getLong("number")),
                row.getString("state"),
                row.getString("severity"),
                row.getString("vehicle"),
                row.getString("product_family"),
                row.getString("customer_id"),
                row.getString("customer_name"),
                row.getString("partner_id"),
                row.getString("assignee"),
                row.getString("country"),
                zone,
                world.hours()
                        .find(world.calendarOf(row.getString("customer_id"), row.getString("calendar_id")))
                        .orElse(implied),
                row.getObject("response_minutes", Integer.class),
                row.getObject("update_minutes", Integer.class),
                row.getObject("resolution_minutes", Integer.class),
                row.getObject("microsoft_minutes", Integer.class),
                row.getObject("chase_minutes", Integer.class),
                row.getString("microsoft_clock"),
                due == null ? null : due.toInstant());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Turns one ticket's entries into happenings, in their order. */
    private static final class Reading {

        private final List<Happening> happenings = new ArrayList<>();
        private final List<Corrected> corrections = new ArrayList<>();
        private final List<Announced> announced = new ArrayList<>();
        private final Set<String> queues = new TreeSet<>();
        private @Nullable String state;
        private @Nullable String queue;
        private @Nullable Instant taskDone;
        private @Nullable String doneBy;

        void take(String type, Instant time, Instant occurred, String actor, JsonNode data) {
            TimelineType what = TimelineType.ofWireName(type);
            if (what == TimelineType.RECEIVED) {
                state = "RECEIVED";
                happenings.add(new Happening(time, Occasion.OPENED, state, null, null));
                return;
            }
            if (happenings.isEmpty()) {
                return;
            }
            // what happened later than it was told did not happen yet
            Instant at = occurred.isAfter(time) ? time : occurred;
            switch (what) {
                case MESSAGE_ADDED -> message(at, time, actor, data);
                case TASK_COMPLETED -> {
                    taskDone = time;
                    doneBy = actor;
                }
                case TASK_CREATED -> entered(at, data.path("queue").asString(""));
                case HANDED_OVER, THIRD_PARTY_RESPONDED -> happened(at, Occasion.THIRD_PARTY_ANSWERED);
                case ESCALATION_FILED -> happened(at, Occasion.CASE_FILED);
                case MICROSOFT_RESPONDED, MICROSOFT_NEEDS_INFO -> happened(at, Occasion.MICROSOFT_ANSWERED);
                case REOPENED -> happened(at, Occasion.REOPENED);
                case VEHICLE_CHOSEN ->
                    happenings.add(new Happening(
                            at,
                            Occasion.STATE_CHANGED,
                            null,
                            null,
                            data.path("vehicle").asString("").equals("DISTRIBUTOR")));
                case WAITING_CORRECTED ->
                    corrections.add(new Corrected(
                            Instant.parse(data.path("since").asString()),
                            data.path("until").isString()
                                    ? Instant.parse(data.path("until").asString())
                                    : null,
                            data.path("as").asString(),
                            happenings.size()));
                case SLA_WARNING, SLA_BREACHED, SLA_BREACH_WITHDRAWN, NOTIFIED, PAGED, LEAD_CALLED, ACKNOWLEDGED ->
                    announced.add(new Announced(what, time, occurred, data));
                default -> {
                    // its state, below, is what counts
                }
            }
            moved(at, data.path("state").asString(""));
        }

        /** Each entry says in which state it left the ticket. */
        private void moved(Instant at, String now) {
            if (now.isEmpty() || now.equals(state)) {
                return;
            }
            state = now;
            happenings.add(Happening.of(at, now));
            if (now.equals("WITH_THIRD_PARTY")) {
                happened(at, Occasion.HANDED_OVER);
            }
        }

        private void happened(Instant at, Occasion occasion) {
            happenings.add(Happening.of(at, occasion));
        }

        private void entered(Instant at, String next) {
            if (!next.isEmpty() && !Objects.equals(queue, next)) {
                queue = next;
                queues.add(next);
                happenings.add(new Happening(at, Occasion.QUEUE_CHANGED, null, next, null));
            }
        }

        /** What the product says by itself is no word of a person, unless a person's task just said it. */
        private void message(Instant at, Instant time, String actor, JsonNode data) {
            if (!data.path("visibility").asString("").equals("PUBLIC")) {
                return;
            }
            if (data.path("direction").asString("").equals("INBOUND")) {
                happened(at, Occasion.CUSTOMER_WROTE);
                return;
            }
            boolean worded = taskDone != null
                    && actor.equals(doneBy)
                    && Duration.between(taskDone, time).compareTo(SAME_BREATH) <= 0;
            if (!data.path("automatic").asBoolean(false) || worded) {
                happened(at, Occasion.CUSTOMER_TOLD);
            }
        }
    }
}
