package dev.signalbox.messaging;

import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which node carries the outbox: the one that renews its lease. A node that is killed or frozen loses it within
 * seconds; the database's clock decides, so that clocks of nodes may differ.
 */
@Component
class RelayLease {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLease.class);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final String node = UUID.randomUUID().toString();
    private volatile boolean held;
    private long renewedAt;

    RelayLease(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes or renews the lease; false while another node has it. */
    boolean hold() {
        long now = System.nanoTime();
        if (held && now - renewedAt < RENEW_EVERY.toNanos()) {
            return true;
        }
        boolean before = held;
        held = false;
        held = jdbc.sql("""
                        update relay_lock set holder = :node, held_until = current_timestamp + interval '5' second
                        where id = 1 and (holder is null or holder = :node or held_until < current_timestamp)""").param("node", node).update() == 1;
        renewedAt = now;
        if (held != before) {
            LOG.info(held ? "This node carries the outbox" : "Another node carries the outbox");
        }
        return held;
    }

    boolean held() {
        return held;
    }

    /** Leaves it to whichever node asks next. */
    void release() {
        held = false;
        jdbc.sql("update relay_lock set holder = null, held_until = null where id = 1 and holder = :node")
                .param("node", node)
                .update();
    }
}
