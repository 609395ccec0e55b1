package dev.signalbox;

import dev.signalbox.microsoft.MicrosoftCheck;
import dev.signalbox.microsoft.MicrosoftCheck.Finding;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/**
 * The command {@code check-microsoft}: tries each configured service of Microsoft with the server's own settings and
 * says what it found. It uses the database for the customers to ask about, so the server must not hold an H2 file.
 */
final class CheckMicrosoft {

    static final String COMMAND = "check-microsoft";

    private CheckMicrosoft() {}

    @SuppressWarnings("SystemOut")
    static void main(String[] args) {
        SpringApplication application = new SpringApplication(Needed.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.addInitializers(new StartUpChecks.OfTheDatabase());
        int exit = 0;
        try (ConfigurableApplicationContext context = application.run(args)) {
            List<Finding> findings = context.getBean(MicrosoftCheck.class).all();
            if (findings.isEmpty()) {
                System.out.println("No partner tenant is configured under signalbox.microsoft.tenants.");
            }
            for (Finding finding : findings) {
                System.out.println(told(finding));
                exit = finding.good() ? exit : 3;
            }
        } catch (RuntimeException reported) {
            // Said by Spring Boot's reporters
            exit = 1;
        }
        System.exit(exit);
    }

    private static String told(Finding finding) {
        return "%s  %-14s %s  (%s)%n    reachable: %s  authorised: %s  permissions missing: %s  clock skew: %s%s"
                .formatted(
                        finding.connection(),
                        finding.service(),
                        finding.url(),
                        finding.asked(),
                        word(finding.reachable()),
                        word(finding.authorised()),
                        finding.missingPermissions().isEmpty()
                                ? "none known"
                                : String.join(", ", finding.missingPermissions()),
                        finding.skewSeconds() == null ? "not known" : finding.skewSeconds() + " s",
                        finding.problem() == null ? "" : "%n    %s".formatted(finding.problem()));
    }

    private static String word(@Nullable Boolean known) {
        return known == null ? "not known" : known ? "yes" : "no";
    }

    /** Nothing but the database, the customers and the connections. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MicrosoftProperties.class)
    @ComponentScan({"dev.signalbox.customer", "dev.signalbox.clock"})
    @ComponentScan(
            basePackages = "dev.signalbox.microsoft",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*[.](Connections|HealthTargets|MicrosoftCheck)"))
    @ComponentScan(
            basePackages = "dev.signalbox",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*[.]V[0-9]+__[A-Za-z_]+"))
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    static class Needed {}
}
