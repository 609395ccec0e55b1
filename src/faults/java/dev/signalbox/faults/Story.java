package dev.signalbox.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One ticket's life as it is to be, whatever breaks meanwhile: what is sent at once, and where it must end. */
record Story(String reference, Kind kind, String customer, List<Sent> events) {

    /** Where tickets are led, and the state that an undisturbed run leaves them in. */
    enum Kind {
        /** Replies are noted while the ticket waits for the desk. */
        NOTED("DIAGNOSING", ""),
        /** The customer takes the request back. */
        WITHDRAWN("WITHDRAWN", ""),
        /** The desk finds and mends the cause; the customer's word came long before. */
        SOLVED("CLOSED", "CONFIGURATION"),
        /** Microsoft has to help; its answer came before the case was filed. */
        ESCALATED("CLOSED", "UNDOCUMENTED_DEVIATION");

        private final String end;
        private final String cause;

        Kind(String end, String cause) {
            this.end = end;
            this.cause = cause;
        }

        String end() {
            return end;
        }

        String cause() {
            return cause;
        }

        boolean isWalked() {
            return !cause.isEmpty();
        }
    }

    Sent request() {
        return events.getFirst();
    }

    List<Sent> replies() {
        return events.stream()
                .filter(event -> event.type().equals("ticket.customer-replied"))
                .toList();
    }

    Optional<Sent> recurrence() {
        return events.stream()
                .skip(1)
                .filter(event -> event.type().equals("ticket.requested"))
                .findFirst();
    }

    Sent confirmation() {
        return Sent.applied(reference + "-confirmed", "ticket.resolution-confirmed", reference, Map.of("solved", true));
    }

    /** As Microsoft would number it: sixteen digits. */
    String externalId() {
        return "24112300" + "%08d".formatted(Math.floorMod(reference.hashCode(), 100_000_000));
    }

    Sent proposed() {
        return Sent.applied(
                reference + "-proposed",
                "microsoft.case-updated",
                reference,
                Map.of("externalId", externalId(), "status", "solution_proposed"));
    }

    /** Comes when all is over, so it is refused with a reason. */
    Sent tooLate() {
        return new Sent(
                reference + "-late",
                "ticket.customer-replied",
                reference,
                Map.of("body", "One more thing"),
                Set.of(Sent.IGNORED));
    }
}
