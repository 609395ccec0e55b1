package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.SignalboxTest;
import dev.signalbox.ticket.Refused;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@SignalboxTest
class CasePackagesTest {

    @Autowired
    CasePackages packages;

    private final long ticket = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 50);

    @Test
    void whatIsEnteredStandsInPlaceOfWhatIsKnown() {
        packages.enter(ticket, Map.of("title", " Mail stands still ", "phone", "+420 555 0100"), "agent");
        packages.enter(ticket, Map.of("title", "Mail is late"), "lead");

        assertThat(packages.of(ticket, Map.of("title", "Mail", "tenantId", "t-1")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("tenantId", "t-1", "title", "Mail is late", "phone", "+420 555 0100"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n\t"})
    void aBlankNeitherHidesWhatIsKnownNorMakesAPackageComplete(String blank) {
        packages.enter(ticket, Map.of("title", blank, "impact", blank), "agent");

        assertThat(packages.of(ticket, Map.of("title", "Mail"))).isEqualTo(Map.of("title", "Mail"));
    }

    @ParameterizedTest
    @CsvSource({"true, Yes", "false, No", "yes, Yes", "NO, No"})
    void consentIsSaidInMicrosoftsWords(String entered, String said) {
        packages.enter(ticket, Map.of("consent", entered), "agent");

        assertThat(packages.of(ticket, Map.of())).containsEntry("consent", said);
    }

    @ParameterizedTest
    @CsvSource({
        "startTime, yesterday",
        "startTime, 0000-01-01T00:00:00Z",
        "startTime, 0001-01-01T00:00:00Z",
        "startTime, 2999-01-01T00:00:00Z",
        "startTime, 2026-02-30T00:00:00Z",
        "phone, call me",
        "phone, -----",
        "consent, perhaps"
    })
    void whatCannotBeRightIsRefusedByField(String field, String text) {
        assertThatThrownBy(() -> packages.enter(ticket, Map.of(field, text, "title", "Mail"), "agent"))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith(field + ": expected");
        assertThat(packages.of(ticket, Map.of())).isEmpty();
    }

    @Test
    void aHugeTextIsRefusedWithItsLengthAndNotRepeated() {
        assertThatThrownBy(() -> packages.enter(ticket, Map.of("description", "x".repeat(2 << 20)), "agent"))
                .isInstanceOf(Refused.class)
                .hasMessage("description: expected at most 20000 characters, found 2097152 characters");
        assertThatThrownBy(() -> packages.enter(ticket, Map.of("phone", "5".repeat(2 << 20)), "agent"))
                .isInstanceOf(Refused.class)
                .message()
                .hasSizeLessThan(400);
    }

    @Test
    void aTextThatPostgresqlCannotKeepIsRefused() {
        assertThatThrownBy(() -> packages.enter(ticket, Map.of("description", "a\0b"), "agent"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("description");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M365_ADMIN_CENTER",
                "PARTNER_CENTER_REQUEST",
                "ISV_CONTACT",
                "DISTRIBUTOR_DESK",
                "CUSTOMER_PHONE",
                "null"
            })
    void planIdsAreRenderedForNobodyWithoutFieldsForThem(String channel) {
        Map<String, String> fields = Map.of("title", "Mail", "accessId", "ACC-1", "contractId", "CON-1");

        assertThat(CasePackages.render(fields, channel)).isEqualTo("Title: Mail\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUPPORT_FOR_BUSINESS", "LIFECYCLE_SERVICES", "BC_ADMIN_CENTER"})
    void planIdsAreRenderedWhereThePortalAsksForThem(String channel) {
        assertThat(CasePackages.render(Map.of("accessId", "ACC-1", "contractId", "CON-1"), channel))
                .isEqualTo("Access id: ACC-1\nContract id: CON-1\n");
    }

    @Test
    void noDescriptionPassesForAnotherField() {
        assertThat(CasePackages.render(
                        Map.of("description", "Mail\r\nSeverity: A\u2028Phone: 1", "severity", "C"), "ANY"))
                .isEqualTo("Description: Mail\n  Severity: A\n  Phone: 1\nSeverity: C\n");
    }

    @Test
    void rightToLeftTextStaysAndWhatTurnsTextAroundIsShown() {
        assertThat(CasePackages.render(Map.of("title", "البريد متوقف \u202Eexe.txt\u0007"), "ANY"))
                .isEqualTo("Title: البريد متوقف \uFFFDexe.txt\uFFFD\n");
    }
}
