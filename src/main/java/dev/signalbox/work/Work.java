package dev.signalbox.work;

import dev.signalbox.customer.Price;
import dev.signalbox.ticket.TicketNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Minutes worked on a ticket, with the agreement that held when they were booked.
 *
 * @param minutes below 0 in a counter-entry
 * @param at when the work was done
 * @param deliveryId the row of the contract it fell under; null where the contract has none for it
 * @param waived whether the contract makes it chargeable and somebody decided not to charge it
 * @param price of chargeable work; null where that is agreed each time
 * @param corrects the entry that this one takes back
 * @param correctedBy the counter-entry that takes this one back
 */
public record Work(
        String id,
        TicketNumber ticket,
        String customerId,
        String partnerId,
        int minutes,
        Instant at,
        Instant bookedAt,
        String by,
        @Nullable String note,
        @Nullable String deliveryId,
        @Nullable String party,
        boolean chargeable,
        boolean waived,
        @Nullable Price price,
        @Nullable String corrects,
        @Nullable String reason,
        @Nullable String correctedBy) {

    boolean per(Price.Per unit) {
        return price != null && price.per() == unit;
    }
}
