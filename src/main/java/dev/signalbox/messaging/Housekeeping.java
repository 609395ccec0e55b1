package dev.signalbox.messaging;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends what waited too long, and takes payloads away that were kept long enough. Any node may do it, each row once. */
@Component
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int MOST = 200;

    private final Parking parking;
    private final JdbcClient jdbc;
    private final InboxProperties properties;
    private final Clock clock;

    Housekeeping(Parking parking, JdbcClient jdbc, InboxProperties properties, Clock clock) {
        this.parking = parking;
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${signalbox.messaging.housekeeping-every:PT20S}")
    void run() {
        try {
            while (parking.expire(MOST) == MOST) {
                // more may be over
            }
            parking.wakeOverslept(MOST);
            forget();
        } catch (RuntimeException passing) {
            LOG.warn("Housekeeping comes again: {}", passing.toString());
        }
    }

    /** Payloads of ended events and of dead letters; that an event came is kept, so that a duplicate stays one. */
    void forget() {
        Instant before = clock.instant().minus(properties.keepPayloads());
        jdbc.sql("""
                update inbox set payload = null
                where payload is not null and result <> 'PARKED' and received_at < :before""").param("before", before.atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("update dead_letter set payload = null, headers = '[]' where payload is not null and at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
