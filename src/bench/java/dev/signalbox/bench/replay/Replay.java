package dev.signalbox.bench.replay;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives a running product with a CSV incident log and compares the outbound topic with the log, ticket by ticket.
 * Started by {@code mvn -q -Pbench compile exec:exec@replay -Dlog=PATH}. Ends with 0 when everything is as the log
 * says, 1 on any deviation, 2 when it could not run; running it again goes on where it stopped.
 */
public final class Replay {

    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Settings settings;
    private final Mapping mapping;
    private final Report report = new Report();
    private final Product product;

    private Replay(Settings settings, Mapping mapping) {
        this.settings = settings;
        this.mapping = mapping;
        this.product = new Product(settings.product(), settings.password(), report.retries);
    }

    public static void main(String[] args) throws IOException {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        System.exit(run());
    }

    private static int run() throws IOException {
        try {
            var settings = Settings.fromSystemProperties();
            var mapping = Mapping.read(settings.mapping());
            var incidents = new IncidentLog(mapping).read(settings.log());
            if (settings.limit() > 0 && settings.limit() < incidents.size()) {
                incidents = incidents.subList(0, settings.limit());
            }
            var plans = plans(incidents, mapping);
            if (settings.dryRun() != null) {
                DryRun.print(System.out, plans, settings.dryRun(), mapping);
                return 0;
            }
            return new Replay(settings, mapping).drive(plans);
        } catch (MappingInvalid | IllegalArgumentException | ProductGone known) {
            System.err.println(known.getMessage());
            return 2;
        }
    }

    /** All gaps of the mapping at once, before anything is sent. */
    private static List<Plan> plans(List<Incident> incidents, Mapping mapping) {
        var plans = new ArrayList<Plan>();
        Map<String, String> gaps = new HashMap<>();
        for (var incident : incidents) {
            try {
                plans.add(Plan.of(incident, mapping));
            } catch (MappingInvalid gap) {
                gaps.putIfAbsent(gap.getMessage() == null ? "" : gap.getMessage(), incident.number());
            }
        }
        if (!gaps.isEmpty()) {
            throw new MappingInvalid(gaps.entrySet().stream()
                    .map(gap -> gap.getKey() + " (first in " + gap.getValue() + ")")
                    .reduce("The mapping does not cover the log:", (all, gap) -> all + "\n  " + gap));
        }
        return plans;
    }

    private int drive(List<Plan> plans) {
        long updates = plans.stream()
                .mapToLong(plan -> plan.incident().updates().size())
                .sum();
        System.out.println("Replaying %d incidents with %d updates from %s to %s at %s"
                .formatted(
                        plans.size(),
                        updates,
                        settings.log(),
                        settings.product(),
                        settings.speed() == null ? "full speed" : settings.speed() + " times real time"));
        Duration elapsed;
        List<Journey> journeys;
        try (var events = sender();
                var progress = new ProgressBar(System.out, updates, plans.size())) {
            var line = new Journey.Line(
                    mapping, new Wording(mapping), product, events, settings.resend(), report.sent, report.completed);
            journeys = plans.stream().map(plan -> new Journey(plan, line)).toList();
            var drive = new Drive(journeys, settings.threads(), settings.speed(), progress);
            drive.play();
            elapsed = progress.elapsed();
            drive.share(mine -> mine.forEach(this::checkTicket));
        }
        var topic = new TicketTopic(report.topicTypes);
        compareWithTopic(topic, journeys);
        report.print(
                System.out,
                List.of(
                        "%d incidents, %d updates in %d s".formatted(plans.size(), updates, elapsed.toSeconds()),
                        "%d of %d incidents at their end; outbound topic: %d events redelivered, %d unreadable"
                                .formatted(
                                        journeys.stream()
                                                .filter(Journey::isComplete)
                                                .count(),
                                        plans.size(),
                                        topic.redelivered(),
                                        topic.unreadable())));
        System.out.println();
        System.out.println(
                report.isClean()
                        ? "OK: none lost, none doubled, every ticket's states are its log's"
                        : "NOT OK: see the errors and mismatches above");
        return report.isClean() ? 0 : 1;
    }

    private EventSender sender() {
        return settings.viaKafka()
                ? new KafkaEventSender(settings.kafka())
                : new HttpEventSender(product, mapping.account("events"));
    }

    private void checkTicket(Journey journey) {
        var incident = journey.plan().incident().number();
        var failure = journey.failure();
        if (failure != null) {
            report.deviation(incident, failure);
        }
        try {
            var tickets = product.tickets(mapping.account("tasks"), incident);
            if (tickets.size() != 1) {
                report.deviation(
                        incident, (tickets.isEmpty() ? "was lost: " : "was doubled: ") + tickets.size() + " tickets");
            }
            for (var ticket : tickets) {
                report.finalStates.count(ticket.state());
                product.decisions(mapping.account("tasks"), ticket.number())
                        .forEach(decision -> report.decisions.count(Outcome.of(decision)));
            }
        } catch (Refused refused) {
            report.deviation(incident, String.valueOf(refused.getMessage()));
        }
    }

    private void compareWithTopic(TicketTopic topic, List<Journey> journeys) {
        Map<String, Journey> byTicket = new HashMap<>();
        for (var journey : journeys) {
            var ticket = journey.ticket();
            if (ticket != null) {
                byTicket.put(ticket, journey);
            }
        }
        var tickets = Set.copyOf(byTicket.keySet());
        topic.read(
                settings.kafka(),
                tickets,
                () -> byTicket.entrySet().stream()
                        .allMatch(entry ->
                                topic.of(entry.getKey()).states.states().size()
                                        >= entry.getValue().expected().size()),
                QUIET);
        byTicket.forEach((ticket, journey) -> {
            var incident = "%s (ticket %s)".formatted(journey.plan().incident().number(), ticket);
            var told = topic.of(ticket);
            var states = told.states.states();
            if (!states.equals(journey.expected())) {
                report.deviation(
                        incident,
                        "the topic differs: " + StateSequence.difference(journey.expected(), states) + "; whole: "
                                + String.join(" > ", states));
            }
            told.states
                    .breaks()
                    .forEach(broken -> report.deviation(incident, "the topic's changes do not join: " + broken));
            if (told.received != 1) {
                report.deviation(incident, "the topic tells %d receipts".formatted(told.received));
            }
            if (told.disorder != null) {
                report.deviation(incident, "the topic is out of order: " + told.disorder);
            }
        });
    }
}
