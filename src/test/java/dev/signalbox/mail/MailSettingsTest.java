package dev.signalbox.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"support.example.com", "ftp://support.example.com", "https:///status", "mailto:a@b.example"})
    void whatIsNoWebAddressIsRefusedByTheSettingsName(String pages) {
        assertThatThrownBy(() -> with(URI.create(pages)))
                .hasMessage("signalbox.mail.pages: expected an http or https address, found " + pages);
    }

    @Test
    void aPageIsUnderTheAddressWithOneSlash() {
        assertThat(with(URI.create("https://support.example.com/desk/")).page("/status/x"))
                .contains("https://support.example.com/desk/status/x");
    }

    @Test
    void withoutAnAddressMailsLeadNowhere() {
        assertThat(with(null).page("/status/x")).isEmpty();
    }

    private static MailSettings with(@Nullable URI pages) {
        return new MailSettings(true, null, null, pages, Duration.ofDays(2));
    }
}
