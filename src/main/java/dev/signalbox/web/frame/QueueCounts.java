package dev.signalbox.web.frame;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * How many tickets stand in each queue. Every page shows it and no index knows it, so it may be a moment old.
 */
@Component
class QueueCounts {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Tickets tickets;
    private final Cache<String, Map<String, Long>> counted =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(1_000).build();

    QueueCounts(Tickets tickets) {
        this.tickets = tickets;
    }

    Map<String, Long> of(Caller caller) {
        String whose = Objects.toString(caller.partnerId(), "") + '\n' + Objects.toString(caller.customerId(), "");
        return counted.get(whose, key -> tickets.openByQueue(caller.partnerId(), caller.customerId()));
    }
}
