package dev.signalbox.work;

import dev.signalbox.customer.Price;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chargeable work of a month, as an invoice needs it.
 *
 * @param zone the customer's, in which the month begins and ends
 * @param byAgreement chargeable minutes whose price is agreed each time, and which no total holds
 * @param included minutes that the contract includes
 * @param waived minutes that the contract makes chargeable and that are not charged
 */
public record WorkStatement(
        String customerId,
        YearMonth month,
        ZoneId zone,
        Instant from,
        Instant to,
        List<Line> lines,
        List<Total> totals,
        int chargeable,
        int byAgreement,
        int included,
        int waived) {

    /**
     * Work on one ticket under one row of the contract at one price, or the price of a month.
     *
     * @param ticket null in the line of a month's price
     * @param price null where it is agreed each time
     * @param amount null where the price is agreed each time, or stands in the line of the month's price
     */
    public record Line(
            @Nullable String ticket,
            @Nullable String title,
            @Nullable String deliveryId,
            @Nullable String party,
            int minutes,
            @Nullable Price price,
            @Nullable BigDecimal amount) {}

    /** The sum of a currency's lines. */
    public record Total(String currency, BigDecimal amount) {}
}
