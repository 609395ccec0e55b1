package dev.signalbox.web.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often a wrong password may be given before further tries wait.
 *
 * @param failuresOfAnAccount for one account from one address; NIST SP 800-63B 5.2.2 allows at most 100 in a row
 * @param failuresOfAnAddress for all accounts from one address; whoever signed in from there before is not held up
 * @param within how long a failure counts
 */
@ConfigurationProperties("signalbox.access.sign-in")
record SignInProperties(
        @DefaultValue("100") int failuresOfAnAccount,
        @DefaultValue("500") int failuresOfAnAddress,
        @DefaultValue("PT15M") Duration within) {}
