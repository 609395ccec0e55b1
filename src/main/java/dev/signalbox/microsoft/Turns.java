package dev.signalbox.microsoft;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Work that comes round every so often and is one node's at a time. */
@Component
class Turns {

    private final JdbcClient jdbc;

    Turns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the work is due and now the caller's, until {@code within} is over. */
    boolean take(String name, Instant now, Duration within) {
        if (taken(name, now, within)) {
            return true;
        }
        boolean known = jdbc.sql("select count(*) from microsoft_turn where name = :name")
                        .param("name", name)
                        .query(Integer.class)
                        .single()
                > 0;
        if (known) {
            return false;
        }
        try {
            jdbc.sql("insert into microsoft_turn (name, due_at) values (:name, :now)")
                    .param("name", name)
                    .param("now", at(now))
                    .update();
        } catch (DuplicateKeyException another) {
            return false;
        }
        return taken(name, now, within);
    }

    private boolean taken(String name, Instant now, Duration within) {
        return jdbc.sql("""
                        update microsoft_turn set taken_until = :until where name = :name and due_at <= :now
                          and (taken_until is null or taken_until <= :now)""")
                        .param("until", at(now.plus(within)))
                        .param("name", name)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    void done(String name, Instant next) {
        jdbc.sql("update microsoft_turn set taken_until = null, due_at = :next where name = :name")
                .param("next", at(next))
                .param("name", name)
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
