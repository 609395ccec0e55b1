package dev.signalbox.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StateSequenceTest {

    private final JsonMapper json = JsonMapper.shared();
    private final TicketTopic topic = new TicketTopic(new Tally());

    @Test
    void theReceiptIsTheFirstState() {
        take("1", "ticket.received", Map.of("state", "RECEIVED"));
        take("2", "ticket.state-changed", Map.of("from", "RECEIVED", "to", "DIAGNOSING"));

        assertThat(told().states.states()).containsExactly("RECEIVED", "DIAGNOSING");
        assertThat(told().disorder).isNull();
    }

    @Test
    void aRedeliveredEventCountsOnce() {
        take("1", "ticket.received", Map.of("state", "RECEIVED"));
        take("2", "ticket.state-changed", Map.of("from", "RECEIVED", "to", "DIAGNOSING"));
        take("2", "ticket.state-changed", Map.of("from", "RECEIVED", "to", "DIAGNOSING"));

        assertThat(told().states.states()).containsExactly("RECEIVED", "DIAGNOSING");
        assertThat(told().redelivered).isEqualTo(1);
    }

    @Test
    void aGapInTheSequenceIsTold() {
        take("1", "ticket.received", Map.of("state", "RECEIVED"));
        take("3", "ticket.state-changed", Map.of("from", "DIAGNOSING", "to", "RESOLVED"));

        assertThat(told().disorder).isEqualTo("sequence 3 follows 1");
        assertThat(told().states.breaks()).containsExactly("DIAGNOSING -> RESOLVED follows RECEIVED");
    }

    private TicketTopic.Told told() {
        return topic.of("17");
    }

    private void take(String sequence, String type, Map<String, String> data) {
        topic.take(
                json.writeValueAsString(Map.of(
                        "id",
                        "e" + sequence,
                        "type",
                        "dev.signalbox." + type + ".v1",
                        "subject",
                        "17",
                        "sequence",
                        sequence,
                        "data",
                        data)),
                Set.of("17"));
    }
}
