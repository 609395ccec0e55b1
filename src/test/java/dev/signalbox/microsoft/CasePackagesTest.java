package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CasePackagesTest {

    @Test
    void planIdsAreNeverRenderedForTheMicrosoft365AdminCenter() {
        Map<String, String> fields = Map.of("title", "Mail", "accessId", "ACC-1", "contractId", "CON-1");

        assertThat(CasePackages.render(fields, "M365_ADMIN_CENTER")).isEqualTo("Title: Mail\n");
        assertThat(CasePackages.render(fields, "SUPPORT_FOR_BUSINESS")).contains("ACC-1", "CON-1");
    }

    @Test
    void aLinkIsFilledAndItsValuesAreEncoded() {
        assertThat(CasePackages.link("https://portal.azure.com/{domain}?t={tenantId}", "a b", "x.example"))
                .isEqualTo("https://portal.azure.com/x.example?t=a+b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://portal.azure.com/",
                "https://evil.example/portal.azure.com",
                "https://portal.azure.com.evil.example/",
                "javascript:alert(1)"
            })
    void aLinkToAnybodyElseIsNone(String pattern) {
        assertThat(CasePackages.link(pattern, "t", "d")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "12345678901234567890123456789012345678901234567890123456789012345"})
    void whatCannotBeACaseNumberIsRefused(String text) {
        assertThatThrownBy(() -> CasePackages.checkExternalId(text)).hasMessageContaining("externalId");
    }
}
