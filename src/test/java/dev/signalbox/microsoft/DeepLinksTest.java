package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DeepLinksTest {

    @Test
    void aLinkIsFilledAndItsValuesAreEncoded() {
        assertThat(DeepLinks.link("https://portal.azure.com/{domain}?t={tenantId}", "a b&c", "x.example"))
                .isEqualTo("https://portal.azure.com/x.example?t=a%20b%26c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID={tenantId}&CSDEST=o365admincenter",
                "https://admin.powerplatform.microsoft.com/account/login/{tenantId}",
                "https://businesscentral.dynamics.com/{tenantId}/admin",
                "https://lcs.dynamics.com",
                "https://partner.microsoft.com/dashboard/support/servicerequests",
                "https://portal.azure.com/{domain}",
                "https://support.serviceshub.microsoft.com/supportforbusiness"
            })
    void thePortalsOfTheChannelTableAreMicrosofts(String pattern) {
        assertThat(DeepLinks.link(pattern, "t-1", "x.example")).startsWith("https://");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "http://portal.azure.com/",
                "https://evil.example/portal.azure.com",
                "https://portal.azure.com.evil.example/",
                "https://portal.azure.com@evil.example/",
                "https://evil@portal.azure.com/",
                "https://portal.azure.com:8443/",
                "https://evilmicrosoft.com/",
                "https://evil.westeurope.cloudapp.azure.com/",
                "https://evil.crm.dynamics.com/",
                "https://evil.example\\@portal.azure.com/",
                "https://portal.azure.com/a b",
                "https://portal.azure.com/{unknown}",
                "https:portal.azure.com",
                "javascript:alert(1)"
            })
    void aLinkToAnybodyElseIsNone(String pattern) {
        assertThat(DeepLinks.link(pattern, "t", "d")).isEmpty();
    }

    @Test
    void aTenantOrDomainCannotChangeWhereALinkLeads() {
        assertThat(DeepLinks.link("https://{domain}.microsoft.com/", "t", "evil.example/"))
                .isEmpty();
        assertThat(DeepLinks.link("https://portal.azure.com/{domain}", "t", "../@evil.example?\r\n#"))
                .isEqualTo("https://portal.azure.com/..%2F%40evil.example%3F%0D%0A%23");
    }
}
