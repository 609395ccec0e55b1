package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What setting alarms costs an event, counted by the database. */
@SignalboxTest
class AlarmsOnTheHotPathTest {

    /** What an event does; the watch's own statements, in its own lane, read by time and write by ticket. */
    private static final List<String> OF_EVENTS =
            List.of("insert into clock_alarm%", "update clock_alarm set at = % where ticket in %");

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;

    @BeforeEach
    void count() {
        api = new Api(port);
        jdbc.sql("set query_statistics_max_entries 10000").update();
        jdbc.sql("set query_statistics true").update();
    }

    @AfterEach
    void countNoMore() {
        jdbc.sql("set query_statistics false").update();
    }

    @Test
    void anEventSetsItsAlarmByOneStatement() {
        long none = statements();
        Walk walk = Walk.request(api, Map.of());
        assertThat(statements() - none).as("a request").isEqualTo(1);

        long before = statements();
        walk.healthy();
        assertThat(statements() - before).as("a task with all that follows").isEqualTo(1);

        before = statements();
        walk.replies("It is still so.");
        assertThat(statements() - before).as("a reply").isEqualTo(1);
    }

    @Test
    void whatMovesNoClockSetsNone() {
        Walk walk = Walk.request(api, Map.of());
        long before = statements();

        api.post("agent", "/api/tickets/" + walk.number() + "/work", Map.of("minutes", 5));

        assertThat(statements() - before).isZero();
    }

    private long statements() {
        long sum = 0;
        for (String statement : OF_EVENTS) {
            sum += jdbc.sql("""
                            select coalesce(sum(execution_count), 0) from information_schema.query_statistics
                            where lower(sql_statement) like :statement""").param("statement", statement).query(Long.class).single();
        }
        return sum;
    }
}
