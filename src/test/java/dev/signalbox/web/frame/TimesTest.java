package dev.signalbox.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;
import org.springframework.mock.web.MockHttpServletRequest;

class TimesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T22:30:08Z");

    @AfterEach
    void forget() {
        LocaleContextHolder.resetLocaleContext();
    }

    private static void viewer(String language, String zone) {
        LocaleContextHolder.setLocale(Locale.forLanguageTag(language));
        LocaleContextHolder.setTimeZone(TimeZone.getTimeZone(ZoneId.of(zone)));
    }

    @ParameterizedTest
    @CsvSource({
        "en, UTC,            26 Nov 2026 22:30 UTC,  26 Nov 22:30",
        "en, Europe/Prague,  26 Nov 2026 23:30 CET,  26 Nov 23:30",
        "cs, Europe/Prague,  26. 11. 2026 23:30 CET, 26. 11. 23:30",
        "en, Asia/Tokyo,     27 Nov 2026 07:30 JST,  27 Nov 07:30"
    })
    void aMomentIsToldInTheViewersZoneAndLanguage(String language, String zone, String moment, String brief) {
        viewer(language, zone);

        assertThat(Times.moment(NOW)).isEqualTo(moment);
        assertThat(Times.brief(NOW)).isEqualTo(brief);
    }

    @Test
    void theCustomersTimeIsToldOnlyWhereItReadsOtherwise() {
        viewer("en", "Europe/Prague");

        assertThat(Times.elsewhere(NOW, ZoneId.of("America/New_York"))).isEqualTo("26 Nov 17:30 EST");
        assertThat(Times.elsewhere(NOW, ZoneId.of("Europe/Vienna"))).isNull();
        assertThat(Times.elsewhere(NOW, null)).isNull();
    }

    @Test
    void whatIsTypedIsReadInTheViewersZone() {
        viewer("en", "Asia/Kathmandu");

        assertThat(Times.read("2026-11-20 08:00")).isEqualTo("2026-11-20T02:15:00Z");
        assertThat(Times.read("2026-11-20T08:00:30")).isEqualTo("2026-11-20T02:15:30Z");
        assertThat(Times.read("2026-11-20T08:00:00Z")).isEqualTo("2026-11-20T08:00:00Z");
        assertThat(Times.read("2026-13-45 08:00")).isEqualTo("2026-13-45 08:00");
        assertThat(Times.read("yesterday")).isEqualTo("yesterday");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nowhere/Else", "<script>", "../../etc/passwd"})
    void aCookieThatNamesNoZoneMeansUtc(String told) {
        assertThat(zoneOf(told)).isEqualTo("UTC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Prague", "Europe%2FPrague"})
    void theCookieNamesTheZone(String told) {
        assertThat(zoneOf(told)).isEqualTo("Europe/Prague");
    }

    private static String zoneOf(String told) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(new jakarta.servlet.http.Cookie(ViewersZone.COOKIE, told));
        return ((TimeZoneAwareLocaleContext) new ViewersZone().resolveLocaleContext(request))
                .getTimeZone()
                .getID();
    }
}
