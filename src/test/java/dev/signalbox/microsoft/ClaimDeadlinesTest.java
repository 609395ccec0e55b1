package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.signalbox.support.KnowledgeStore;
import dev.signalbox.support.TurnedClock;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class ClaimDeadlinesTest {

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-02-20T08:00:00Z"));
    private final Tickets tickets = mock(Tickets.class);
    private ClaimDeadlines deadlines;

    @BeforeEach
    void aClaimForAnIncidentOfFebruary() {
        KnowledgeStore.Fresh fresh = KnowledgeStore.H2.fresh(ClaimDeadlinesTest.class);
        deadlines = new ClaimDeadlines(
                fresh.jdbc(), clock, tickets, Duration.ofDays(7), new DataSourceTransactionManager(fresh.source()));
        deadlines.incidentBegan(10001238, Instant.parse("2026-02-15T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-15T10:00:00Z, 2026-04-01T00:00:00Z",
        "2026-12-31T23:59:59Z, 2027-02-01T00:00:00Z",
        "2028-01-01T00:00:00Z, 2028-03-01T00:00:00Z"
    })
    void aClaimIsDueByTheEndOfTheMonthAfterTheIncidents(Instant incident, Instant due) {
        assertThat(ClaimDeadlines.of(incident)).isEqualTo(due);
    }

    @Test
    void theNearEndIsToldOnce() {
        deadlines.remind();
        verify(tickets, never()).record(any(), eq(TimelineType.CLAIM_DEADLINE_NEAR), any(), any());

        clock.advance(Duration.ofDays(34));
        deadlines.remind();
        deadlines.remind();

        verify(tickets, times(1)).record(any(), eq(TimelineType.CLAIM_DEADLINE_NEAR), any(), any());
    }

    @Test
    void aClaimThatIsFiledIsNotRemindedOf() {
        deadlines.over(10001238);
        clock.advance(Duration.ofDays(34));

        deadlines.remind();

        verify(tickets, never()).record(any(), eq(TimelineType.CLAIM_DEADLINE_NEAR), any(), any());
    }
}
