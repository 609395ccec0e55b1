package dev.signalbox.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    private final SignInThrottle throttle = new SignInThrottle(new SignInProperties(5, 20, Duration.ofMinutes(15)));

    @Test
    void guessingAtAnAccountIsHeldAfterTheLimitWhateverTheSpelling() {
        fail("anna", ELSEWHERE, 4);
        assertThat(throttle.holds("anna", ELSEWHERE)).isFalse();

        fail(" ANNA ", ELSEWHERE, 1);

        assertThat(throttle.holds("anna", ELSEWHERE)).isTrue();
    }

    @Test
    void theOwnerStillComesInFromElsewhere() {
        fail("anna", ELSEWHERE, 1000);

        assertThat(throttle.holds("anna", HOME)).isFalse();
    }

    @Test
    void aRightPasswordForgetsTheWrongOnes() {
        fail("anna", HOME, 4);
        throttle.succeeded("anna", HOME);
        fail("anna", HOME, 4);

        assertThat(throttle.holds("anna", HOME)).isFalse();
    }

    @Test
    void sprayingOverAccountsIsHeldByAddressButNotWhoSignedInFromThereBefore() {
        throttle.succeeded("bert", ELSEWHERE);
        for (int i = 0; i < 20; i++) {
            fail("guess-" + i, ELSEWHERE, 1);
        }

        assertThat(throttle.holds("anna", ELSEWHERE)).isTrue();
        assertThat(throttle.holds("bert", ELSEWHERE)).isFalse();
        assertThat(throttle.holds("anna", HOME)).isFalse();
    }

    private void fail(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed(account, address);
        }
    }
}
