package dev.signalbox.workflow;

import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Cases that stay open at Microsoft while their ticket takes another way; word of them still belongs to the ticket. */
@Component
class CasesLeftOpen {

    private final JdbcClient jdbc;
    private final Clock clock;

    CasesLeftOpen(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(Ticket ticket, String externalId) {
        takeUp(ticket.number(), externalId);
        jdbc.sql("""
                insert into case_left_open (ticket, external_id, vehicle, channel, left_at)
                values (:ticket, :id, :vehicle, :channel, :now)""")
                .param("ticket", ticket.number().value())
                .param("id", externalId)
                .param("vehicle", ticket.vehicle())
                .param("channel", ticket.channel())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean has(TicketNumber ticket, String externalId) {
        return jdbc.sql("select count(*) from case_left_open where ticket = :ticket and external_id = :id")
                        .param("ticket", ticket.value())
                        .param("id", externalId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Which vehicle and channel the case went through, where it was left open. */
    Optional<Map<Fact, @Nullable Object>> filing(TicketNumber ticket, String externalId) {
        return jdbc.sql("select vehicle, channel from case_left_open where ticket = :ticket and external_id = :id")
                .param("ticket", ticket.value())
                .param("id", externalId)
                .query((row, i) -> {
                    Map<Fact, @Nullable Object> filing = new EnumMap<>(Fact.class);
                    filing.put(Fact.VEHICLE, row.getString("vehicle"));
                    filing.put(Fact.CHANNEL, row.getString("channel"));
                    return filing;
                })
                .optional();
    }

    /** The ticket goes on with the case. */
    void takeUp(TicketNumber ticket, String externalId) {
        jdbc.sql("delete from case_left_open where ticket = :ticket and external_id = :id")
                .param("ticket", ticket.value())
                .param("id", externalId)
                .update();
    }
}
