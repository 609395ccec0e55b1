package dev.signalbox.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TicketNumberTest {

    @Test
    void theLastDigitIsALuhnCheckDigit() {
        assertThat(TicketNumber.ofSerial(1000123).value()).isEqualTo(10001238);
    }

    @Test
    void everySlipInOneDigitIsFound() {
        String number = TicketNumber.ofSerial(1000123).toString();

        for (int at = 0; at < number.length(); at++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                String slipped = number.substring(0, at) + digit + number.substring(at + 1);
                assertThat(TicketNumber.parse(slipped).isPresent()).isEqualTo(slipped.equals(number));
            }
        }
    }

    @Test
    void whatIsNoNumberParsesToNothing() {
        for (String text : new String[] {"", "abc", "-10001238", "1000123８", "99999999999999999999", "08"}) {
            assertThat(TicketNumber.parse(text)).isEmpty();
        }
    }

    @Test
    void aWrongCheckDigitIsRefusedWithTheNumberFound() {
        assertThatThrownBy(() -> new TicketNumber(10001239)).hasMessageContaining("10001239");
    }

    @Test
    void theTokenCarriesTheNumber() {
        assertThat(new TicketNumber(10001238).token()).isEqualTo("[CSP#10001238]");
    }
}
