package dev.signalbox.customer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** What chargeable work costs: an amount for each hour, case or month. */
public record Price(BigDecimal amount, Currency currency, Per per) {

    /** What the amount is for: an hour of work, a ticket whatever the work, a month whatever the tickets. */
    public enum Per {
        HOUR,
        CASE,
        MONTH
    }

    public Price {
        if (amount.signum() < 0 || amount.stripTrailingZeros().scale() > 2) {
            throw new IllegalArgumentException(
                    "Expected an amount of 0 or more with at most two decimals, found " + amount);
        }
        amount = amount.setScale(2);
    }

    public static Price of(String amount, String currency, Per per) {
        return new Price(new BigDecimal(amount), Currency.getInstance(currency), per);
    }

    /** Of an hourly price the part for {@code minutes}, to the cent, half a cent up. */
    public BigDecimal forMinutes(long minutes) {
        return amount.multiply(BigDecimal.valueOf(minutes)).divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP);
    }
}
