package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.demo.microsoft.GraphHealth;
import dev.signalbox.demo.microsoft.GraphRelationships;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.support.MicrosoftForTests;
import dev.signalbox.support.SignalboxProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check-microsoft} as an operator runs it, with nothing but the settings. */
class CheckMicrosoftIT {

    private static final String SECTION = "signalbox.microsoft.tenants." + MicrosoftForTests.CONNECTION + ".";

    @TempDir
    Path directory;

    private SimulatedMicrosoft microsoft;

    @BeforeEach
    void start() {
        microsoft = MicrosoftForTests.outside();
        microsoft.with(new GraphHealth(microsoft));
        microsoft.with(new GraphRelationships(microsoft));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void itNamesThePermissionThatIsMissingAndIsContentOnceItIsGiven() {
        SignalboxProcess.Ending lacking = check(Map.of());

        assertThat(lacking.exitCode()).as(lacking.err()).isEqualTo(3);
        assertThat(lacking.out())
                .contains("permissions missing: ServiceHealth.Read.All (application)")
                .containsPattern("clock skew: -?[0-2] s");

        MicrosoftForTests.permitted(microsoft, "ServiceHealth.Read.All");
        SignalboxProcess.Ending content = check(Map.of());

        assertThat(content.exitCode()).as(content.out() + content.err()).isZero();
        assertThat(content.out())
                .contains("GRAPH", "AZURE", "PARTNER_CENTER")
                .doesNotContain("permissions missing: ServiceHealth", "authorised: no", "reachable: no");
    }

    @Test
    void aWrongSecretAndAServiceThatIsNotThereAreToldApartAndNoSecretIsShown() {
        SignalboxProcess.Ending ending = check(Map.of(
                SECTION + "client-secret", "wr0ng-canary", SECTION + "partner-center-url", "http://127.0.0.1:9/"));

        assertThat(ending.exitCode()).as(ending.err()).isEqualTo(3);
        assertThat(ending.out()).contains("authorised: no");
        assertThat(ending.out() + ending.err()).doesNotContain("wr0ng-canary");

        SignalboxProcess.Ending gone = check(Map.of(SECTION + "login-url", "http://127.0.0.1:9/"));

        assertThat(gone.exitCode()).as(gone.err()).isEqualTo(3);
        assertThat(gone.out()).contains("reachable: no");
    }

    private SignalboxProcess.Ending check(Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(MicrosoftForTests.section(microsoft));
        settings.putAll(other);
        return SignalboxProcess.in(directory)
                .withAll(settings)
                .command("check-microsoft")
                .startAndAwaitExit();
    }
}
