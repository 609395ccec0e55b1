package dev.signalbox.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.Story.Corrected;
import dev.signalbox.clock.Story.Happening;
import dev.signalbox.clock.Story.Promise;
import dev.signalbox.decision.ShippedConditions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The due times of {@code clock/worked-examples.txt}, which were worked out by hand, and their words. */
class WorkedExamplesTest {

    private static final Map<String, String> STATES = Map.of(
            "ask", "AWAITING_CUSTOMER",
            "reply", "DIAGNOSING",
            "desk", "DIAGNOSING",
            "reopened", "DIAGNOSING",
            "microsoft", "AWAITING_MICROSOFT",
            "outage", "LINKED_TO_OUTAGE",
            "third", "WITH_THIRD_PARTY",
            "distributor", "WITH_THIRD_PARTY",
            "resolved", "RESOLVED",
            "closed", "CLOSED");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]");

    record Example(String name, Round round, Instant due, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Example> examples() throws IOException {
        List<String> lines;
        try (var in = WorkedExamplesTest.class.getResourceAsStream("/clock/worked-examples.txt")) {
            lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
        Map<String, Calendar> calendars = calendars(lines);
        return lines.stream().filter(line -> !line.startsWith("calendar ")).map(line -> example(line, calendars));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isDueAndExplainedAsWorkedOutByHand(Example example) {
        assertThat(example.round().due()).isEqualTo(example.due());
        assertThat(Explanation.of(example.round(), Locale.ENGLISH)).isEqualTo(example.text());
    }

    @Test
    void thereAreAtLeastSixty() throws IOException {
        assertThat(examples().count()).isGreaterThanOrEqualTo(60);
    }

    @Test
    void aCzechCustomerReadsItInCzech() throws IOException {
        Example own = examples().findFirst().orElseThrow();

        assertThat(Explanation.of(own.round(), Locale.of("cs", "CZ")))
                .isEqualTo(
                        "cíl 4 h: po 15:30–17:30 se počítá 2 h, z toho 1 h pozastaveno, čekáme na vás; noc se nepočítá;"
                                + " út 09:00–12:00 se počítá 3 h; termín út 12:00 (Prague)");
        assertThat(Explanation.of(own.round(), Locale.of("fi"))).isEqualTo(own.text());
    }

    private static Map<String, Calendar> calendars(List<String> lines) {
        Map<String, List<CalendarVersion>> versions = new HashMap<>();
        for (String line : lines) {
            if (line.startsWith("calendar ")) {
                String[] sides = line.substring("calendar ".length()).split(" = ");
                String[] name = sides[0].strip().split(" from ");
                List<List<String>> parts = Arrays.stream(sides[1].split(";"))
                        .map(part -> part.isBlank()
                                ? List.<String>of()
                                : List.of(part.strip().split(", ")))
                        .toList();
                versions.computeIfAbsent(name[0].strip(), fresh -> new ArrayList<>())
                        .add(CalendarVersion.read(
                                        name.length == 1 ? null : LocalDate.parse(name[1]),
                                        ZoneId.of(parts.getFirst().getFirst()),
                                        parts.get(1),
                                        parts.size() > 2 ? parts.get(2) : List.of(),
                                        parts.size() > 3 ? parts.get(3) : List.of(),
                                        (field, expected, found) -> {
                                            throw new AssertionError(line + ": " + expected + ", " + found);
                                        })
                                .orElseThrow());
            }
        }
        Map<String, Calendar> calendars = new HashMap<>();
        versions.forEach((name, all) -> calendars.put(name, Calendar.of(all)));
        return calendars;
    }

    private static Example example(String line, Map<String, Calendar> calendars) {
        String[] parts = line.split(" *[|] *");
        Calendar calendar = Objects.requireNonNull(calendars.get(parts[1]), parts[1]);
        ZoneId zone = calendar.zone(Instant.parse("2026-01-01T00:00:00Z"));
        Instant received = at(parts[3], zone);
        Instant now = received.plus(Duration.ofDays(365));
        List<Happening> happenings = new ArrayList<>();
        happenings.add(new Happening(received, Occasion.OPENED, "RECEIVED", null, null));
        List<Corrected> corrections = new ArrayList<>();
        for (String event : parts[4].isBlank() ? new String[0] : parts[4].split(", ")) {
            String[] words = event.split(" ", 2);
            switch (words[0]) {
                case "now" -> now = at(words[1], zone);
                case "wrote" -> happenings.add(Happening.of(at(words[1], zone), Occasion.CUSTOMER_WROTE));
                case "late" ->
                    corrections.add(new Corrected(
                            at(words[1].split("/")[0], zone), null, "AWAITING_CUSTOMER", happenings.size()));
                default ->
                    happenings.add(new Happening(
                            at(words[1], zone),
                            Occasion.STATE_CHANGED,
                            Objects.requireNonNull(STATES.get(words[0]), words[0]),
                            null,
                            words[0].equals("distributor") ? Boolean.TRUE : null));
            }
        }
        String[] due = parts[5].split(" = ");
        if (due.length == 2) {
            assertThat(at(due[0], zone)).as(parts[0]).isEqualTo(Instant.parse(due[1]));
        }
        Promise promise = new Promise(ClockKind.RESOLUTION, null, span(parts[2]), calendar);
        Round round = TimeLedger.of(
                        new Story(calendar, happenings, corrections, List.of(promise)), ShippedConditions.get(), now)
                .clocks()
                .getFirst();
        return new Example(parts[0], round, at(due[0], zone), parts[6]);
    }

    private static Instant at(String text, ZoneId zone) {
        return LocalDateTime.parse(text.strip(), MINUTE).atZone(zone).toInstant();
    }

    private static Duration span(String text) {
        return Duration.parse(
                "PT" + text.replace(" h", "H").replace(" min", "M").replace(" ", ""));
    }
}
