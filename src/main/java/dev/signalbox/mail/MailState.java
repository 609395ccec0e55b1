package dev.signalbox.mail;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which way mails go, why they may go none, and how many are in each state.
 *
 * @param mails by state; {@code UNKNOWN} are those being sent that somebody must look after
 */
public record MailState(Route route, @Nullable String reason, Map<String, Long> mails, Reading reading) {

    /**
     * How the mailbox is read.
     *
     * @param on whether one is configured
     * @param lastRound when this node last read all of it; null where it did not, or another node does
     * @param trouble what kept it from reading, the last time
     */
    public record Reading(
            boolean on,
            @Nullable Instant lastRound,
            @Nullable String trouble,
            long replies,
            long refused) {}
}
