package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.SignalboxTest;
import dev.signalbox.ticket.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SignalboxTest
class ExternalIdsTest {

    @Autowired
    ExternalIds ids;

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @CsvSource({
        "PARTNER_CENTER_REQUEST, 616122292874576",
        "AZURE_PORTAL_ONBEHALF, 2411230040001234",
        "M365_ADMIN_CENTER, 2411230040001",
        "BC_ADMIN_CENTER, MS-4711",
        "DISTRIBUTOR_DESK, الطلب 7",
        ", MS-4711"
    })
    void aUsualNumberIsTakenInSilence(String channel, String text) {
        assertThat(ids.check(channel, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"M365_ADMIN_CENTER, MS-4711", "PARTNER_CENTER_REQUEST, 12345", "AZURE_SUPPORT_API, ٢٤١١٢٣٠٠٤٠٠٠١"})
    void anOddNumberIsTakenAndPointedOut(String channel, String text) {
        assertThat(ids.check(channel, text))
                .hasValueSatisfying(odd -> assertThat(odd).contains(text, channel));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\u0000b",
                "a\nb",
                "a\tb",
                "1234\u200B",
                "\u202E4321",
                "a\u2028b",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void whatCannotBeACaseNumberIsRefused(String text) {
        assertThatThrownBy(() -> ids.check("M365_ADMIN_CENTER", text))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("externalId");
    }

    @Test
    void aBadlyEditedRowHoldsUpNoCase() {
        jdbc.sql("insert into external_id_format values ('BROKEN', '[0-9', '1', 'a test')")
                .update();

        assertThat(ids.check("BROKEN", "MS-4711")).isEmpty();
    }
}
