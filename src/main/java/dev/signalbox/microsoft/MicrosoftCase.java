package dev.signalbox.microsoft;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ticket's case with Microsoft, and what each source says of it. */
public record MicrosoftCase(
        long ticket,
        int round,
        String phase,
        String channel,
        String mode,
        String statusSync,
        String partnerId,
        String tenantId,
        @Nullable String subscriptionId,
        @Nullable String externalId,
        @Nullable Instant filedAt,
        @Nullable String apiStatus,
        @Nullable Instant apiSeenAt,
        @Nullable String personStatus,
        @Nullable String personBy,
        @Nullable Instant personAt,
        @Nullable Instant differsSince,
        @Nullable Instant responseDueAt,
        @Nullable Integer responseMinutes,
        boolean confirmedBug,
        @Nullable Instant nextLookAt,
        int failures,
        @Nullable String trouble) {

    /** Our own name for the case at Microsoft: the same for the same case, whoever asks and however often. */
    public String name() {
        return "signalbox-" + ticket + "-" + round;
    }

    /** Whether our answers go to Microsoft by API; otherwise a person takes them there. */
    public boolean takesAnswers() {
        return mode.equals("API") || statusSync.equals("POLL_PARTNER_CENTER");
    }
}
