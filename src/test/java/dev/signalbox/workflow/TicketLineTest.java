package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@SignalboxTest
class TicketLineTest {

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    @Test
    void aMicrosoft365FaultTravelsToMicrosoftAndBack() {
        Walk walk = Walk.request(api, Map.of())
                .healthy()
                .diagnosed("UNDOCUMENTED_DEVIATION")
                .is("ESCALATION_PREPARING")
                .filed("2411230040001234")
                .is("AWAITING_MICROSOFT");

        walk.microsoft("attention_needed").is("MICROSOFT_NEEDS_INFO");
        walk.complete("answer-microsoft", Map.of("answer", "Trace attached.")).is("AWAITING_MICROSOFT");
        walk.microsoft("solution_proposed").is("SOLUTION_PROPOSED");
        walk.complete("verify-solution", Map.of("works", true)).is("RESOLVED");
        walk.confirmed().is("CLOSED");

        assertThat(walk.states())
                .containsExactly(
                        "RECEIVED",
                        "DIAGNOSING",
                        "ESCALATION_PREPARING",
                        "AWAITING_MICROSOFT",
                        "MICROSOFT_NEEDS_INFO",
                        "AWAITING_MICROSOFT",
                        "SOLUTION_PROPOSED",
                        "RESOLVED",
                        "CLOSED");
        assertThat(walk.field("vehicle")).isEqualTo("ADVANCED");
    }
}
