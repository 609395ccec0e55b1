package dev.signalbox.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JourneyTest {

    private final Mapping mapping = Mapping.read(Path.of("src/bench/replay/examples/helpline.yaml"));
    private final Tally sent = new Tally();

    @Test
    void aWholeLogArrivesAlthoughAnswersGetLost() throws Exception {
        try (var product = new FakeProduct()) {
            var journeys = journeys(product);

            journeys.forEach(journey -> journey.plan().incident().updates().forEach(journey::follow));

            assertThat(journeys).allSatisfy(journey -> {
                assertThat(journey.failure()).isNull();
                assertThat(told(product, journey).states.states()).isEqualTo(journey.expected());
                assertThat(told(product, journey).disorder).isNull();
            });
        }
    }

    @Test
    void aRunThatStoppedGoesOnAndAThirdDoublesNothing() throws Exception {
        try (var product = new FakeProduct()) {
            for (var journey : journeys(product)) {
                var updates = journey.plan().incident().updates();
                updates.subList(0, updates.size() / 2).forEach(journey::follow);
            }

            journeys(product)
                    .forEach(journey -> journey.plan().incident().updates().forEach(journey::follow));
            var told = List.copyOf(product.topic);
            var again = journeys(product);
            again.forEach(journey -> journey.plan().incident().updates().forEach(journey::follow));

            assertThat(product.tickets()).isEqualTo(5);
            assertThat(product.topic).isEqualTo(told);
            assertThat(again).allMatch(Journey::isComplete);
            assertThat(sent.of("DUPLICATE")).isGreaterThanOrEqualTo(5);
        }
    }

    private List<Journey> journeys(FakeProduct fake) throws Exception {
        var product = new Product(fake.address(), "demo", new Tally());
        var line = new Journey.Line(
                mapping,
                new Wording(mapping),
                product,
                new HttpEventSender(product, "producer"),
                true,
                sent,
                new Tally());
        return new IncidentLog(mapping)
                .read(Path.of("src/bench/replay/examples/helpline.csv")).stream()
                        .map(incident -> new Journey(Plan.of(incident, mapping), line))
                        .toList();
    }

    private static TicketTopic.Told told(FakeProduct product, Journey journey) {
        var number = String.valueOf(journey.ticket());
        var topic = new TicketTopic(new Tally());
        product.topic.forEach(message -> topic.take(message, Set.of(number)));
        return topic.of(number);
    }
}
