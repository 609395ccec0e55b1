package dev.signalbox.web.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who looks at which ticket, on whatever node. */
@Component
class Presences {

    /** A browser says every ten seconds that somebody is there. */
    private static final Duration THERE = Duration.ofSeconds(25);

    private final JdbcClient jdbc;
    private final Clock clock;

    Presences(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Somebody at a ticket. */
    record Presence(long ticket, String account, String name, boolean writing) {}

    @Transactional
    void seen(long ticket, String account, String name, boolean writing) {
        Instant now = clock.instant();
        int known = jdbc.sql("""
                        update presence set writing = :writing, seen_at = :now
                        where ticket = :ticket and account = :account""")
                .param("writing", writing)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("ticket", ticket)
                .param("account", account)
                .update();
        if (known == 0) {
            jdbc.sql("""
                    insert into presence (ticket, account, display_name, writing, seen_at)
                    select :ticket, :account, :name, :writing, :now
                    where not exists (select 1 from presence where ticket = :ticket and account = :account)""")
                    .param("ticket", ticket)
                    .param("account", account)
                    .param("name", name)
                    .param("writing", writing)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    List<Presence> now() {
        return jdbc.sql("""
                        select ticket, account, display_name, writing from presence
                        where seen_at > :since order by ticket, account""")
                .param("since", clock.instant().minus(THERE).atOffset(ZoneOffset.UTC))
                .query((row, i) -> new Presence(
                        row.getLong("ticket"),
                        row.getString("account"),
                        row.getString("display_name"),
                        row.getBoolean("writing")))
                .list();
    }

    void forget() {
        jdbc.sql("delete from presence where seen_at < :since")
                .param("since", clock.instant().minus(THERE.multipliedBy(4)).atOffset(ZoneOffset.UTC))
                .update();
    }
}
