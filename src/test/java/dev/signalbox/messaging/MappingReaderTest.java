package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.ticket.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a mapping file may say, and how it is refused. */
class MappingReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String GOOD = """
            each: /items
            events:
              - when: {/kind: fault}
                type: ticket.requested
                id: "{/id}"
                subject: "{^/site}-{/id}"
                data:
                  customerId: demo-direct-1
                  title: {value: "{/text|^/site}", cut: 10}
                  reportedCategory: {value: "{/level}", map: {high: SERVICE_DOWN}, else: OTHER}
            """;

    private static Schemas schemas() {
        try {
            return new Schemas(JSON);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static WebhookMapping read(String yaml) {
        return new MappingReader("mine", schemas()).read(yaml);
    }

    @Test
    void anEventIsMadeOfEachItem() {
        var events = read(GOOD).events(JSON.readTree("""
                {"site": "S", "items": [
                  {"kind": "fault", "id": 7, "level": "high", "text": "One\\nvery long text"},
                  {"kind": "fault", "id": 8}]}"""));

        assertThat(events).hasSize(2);
        assertThat(events.getFirst())
                .containsEntry("id", "7")
                .containsEntry("subject", "S-7")
                .containsEntry("source", "urn:signalbox:webhook:mine")
                .containsEntry("type", "dev.signalbox.ticket.requested.v1")
                .containsEntry(
                        "data",
                        Map.of(
                                "customerId", "demo-direct-1",
                                "title", "One very …",
                                "reportedCategory", "SERVICE_DOWN"));
        assertThat(events.getLast())
                .containsEntry(
                        "data", Map.of("customerId", "demo-direct-1", "title", "S", "reportedCategory", "OTHER"));
    }

    @Test
    void aPayloadThatDoesNotFitIsRefusedWithItsPlace() {
        WebhookMapping mapping = read(GOOD);

        assertThatThrownBy(() -> mapping.events(JSON.readTree("{\"items\": 1}")))
                .hasMessage("/items: expected a list, found 1");
        assertThatThrownBy(() -> mapping.events(JSON.readTree("{\"items\": [{\"kind\": \"else\"}]}")))
                .hasMessageContaining("/items/0: expected one of");
        assertThatThrownBy(() -> mapping.events(JSON.readTree("{\"items\": [{\"kind\": \"fault\"}]}")))
                .hasMessageContaining("/items/0 id: expected what the mapping asks for, found nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "each: /items ~ each: items ~ mine line 1, each: expected a JSON pointer",
                "each: /items ~ ech: /items ~ mine line 1, ech: expected one of",
                "type: ticket.requested ~ type: ticket.unheard-of ~ mine line 4, events[0].type: expected an inbound type",
                "id: \"{/id}\" ~ id: \"{/id\" ~ mine line 5, events[0].id: expected a } for each {",
                "id: \"{/id}\" ~ id: \"{id}\" ~ mine line 5, events[0].id: expected pointers",
                "cut: 10 ~ cut: ten ~ mine line 9, events[0].data.title.cut: expected a number",
                "cut: 10 ~ run: ten ~ mine line 9, events[0].data.title.run: expected one of",
                "each: /items ~ each: [ ~ mine line 3: expected YAML",
                "each: /items ~ each: !!javax.script.ScriptEngineManager [] ~ mine line 1: expected YAML, found Global tag",
            })
    void aBadFileIsRefusedWithLineAndField(String good, String bad, String told) {
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(told);
    }

    @Test
    void aFileThatWasChangedIsReadAgainAndARefusedOneLeavesTheOneBefore(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("mine.yaml");
        Files.writeString(file, GOOD);
        WebhookMappings mappings = new WebhookMappings(
                schemas(),
                new InboxProperties(
                        Duration.ofDays(7), Map.of(), Duration.ofDays(30), InboxProperties.Unlisted.ACCEPT, directory));
        assertThat(mappings.all()).containsOnlyKeys("alertmanager", "azure-monitor", "mine");

        Files.writeString(file, "nonsense");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        WebhookMappings.Read read = mappings.find("mine").orElseThrow();
        assertThat(read.refused()).hasMessage("mine line 1, file: expected fields, found something else");
        assertThat(read.mapping()).isNotNull();
        assertThat(read.mapping().rules()).hasSize(1);
    }
}
