package dev.signalbox.mail;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which node reads the mailbox: the one that renews its lease. It saves work and mends nothing: a mail that two nodes
 * read is still applied once.
 */
@Component
class ReaderLease {

    private final JdbcClient jdbc;
    private final String node = UUID.randomUUID().toString();

    ReaderLease(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes or renews the lease; false while another node has it. */
    boolean hold() {
        return jdbc.sql("""
                        update mail_reader set holder = :node, held_until = current_timestamp + interval '120' second
                        where id = 1 and (holder is null or holder = :node or held_until < current_timestamp)""").param("node", node).update() == 1;
    }

    void release() {
        jdbc.sql("update mail_reader set holder = null, held_until = null where id = 1 and holder = :node")
                .param("node", node)
                .update();
    }
}
