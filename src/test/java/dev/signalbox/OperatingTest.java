package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What docs/operating.md tells operators to watch is there to be watched. */
@SignalboxTest
class OperatingTest {

    private static final Pattern METRIC = Pattern.compile("`([a-z]+(?:_[a-z]+)+)(?:\\{[a-z,]+})?`");

    @LocalServerPort
    int port;

    @Test
    void everyMetricOfTheTableExists() throws IOException {
        Api api = new Api(port);
        Walk walk = Walk.request(api, Map.of("reportedCategory", "OTHER"));
        api.event(
                "urn:operating",
                UUID.randomUUID().toString(),
                "ticket.withdrawn",
                walk.number(),
                Map.of("reason", "Tried."));
        String table = Files.readString(Path.of("docs/operating.md"));
        table = table.substring(table.indexOf("| metric |"), table.indexOf("## Webhooks"));
        TreeSet<String> named = new TreeSet<>();
        METRIC.matcher(table).results().forEach(found -> named.add(found.group(1)));
        assertThat(named).hasSizeGreaterThan(10);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            String scraped = api.get("operator", "/actuator/prometheus").text();
            assertThat(named).allSatisfy(metric -> assertThat(scraped).containsPattern("(?m)^" + metric + "[ {]"));
        });
        assertThat(api.get("operator", "/actuator/prometheus").text())
                .containsPattern("(?m)^signalbox_messaging_relay_leading 1\\.0$")
                .containsPattern("(?m)^signalbox_messaging_events_total\\{.*result=\"applied\"");
    }
}
