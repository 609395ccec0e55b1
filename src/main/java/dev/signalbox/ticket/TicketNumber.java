package dev.signalbox.ticket;

import java.util.Optional;

/** A ticket's number: rising digits whose last one is a Luhn check digit, so that a slip in typing is found. */
public record TicketNumber(long value) implements Comparable<TicketNumber> {

    public TicketNumber {
        if (!valid(value)) {
            throw new IllegalArgumentException("Expected a ticket number with a right check digit, found " + value);
        }
    }

    /** The number whose digits before the check digit are {@code serial}. */
    static TicketNumber ofSerial(long serial) {
        return new TicketNumber(serial * 10 + checkDigit(serial));
    }

    /** The number written as {@code text}, empty where it is none or its check digit is wrong. */
    public static Optional<TicketNumber> parse(String text) {
        if (!text.matches("[1-9][0-9]{5,17}")) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        return valid(value) ? Optional.of(new TicketNumber(value)) : Optional.empty();
    }

    /** The mark that mail subjects carry. */
    public String token() {
        return "[CSP#" + value + "]";
    }

    private static boolean valid(long value) {
        return value >= 10 && checkDigit(value / 10) == value % 10;
    }

    private static int checkDigit(long serial) {
        int sum = 0;
        boolean twice = true;
        for (long rest = serial; rest > 0; rest /= 10) {
            int digit = (int) (rest % 10) * (twice ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
            twice = !twice;
        }
        return (10 - sum % 10) % 10;
    }

    @Override
    public int compareTo(TicketNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
