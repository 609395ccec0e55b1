package dev.signalbox;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Role;
import dev.signalbox.ticket.Occasion;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
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
import org.springframework.core.env.Environment;

/**
 * The command {@code create-operator}: makes an operator in the configured database and prints a one-time password. The
 * same settings as the server's, such as {@code --signalbox.data-dir}, follow it; {@code --name} gives the account's id.
 */
final class CreateOperator {

    static final String COMMAND = "create-operator";

    private CreateOperator() {}

    @SuppressWarnings("SystemOut")
    static void main(String[] args) {
        SpringApplication application = new SpringApplication(Needed.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.addInitializers(new StartUpChecks.OfTheDatabase());
        int exit = 0;
        try (ConfigurableApplicationContext context = application.run(args)) {
            String name = context.getBean(Environment.class).getProperty("name", "operator");
            Accounts accounts = context.getBean(Accounts.class);
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@+-]{0,59}")) {
                System.err.println("Expected --name=<letters, digits and . _ @ + ->, found " + name);
                exit = 2;
            } else if (accounts.find(name).isPresent()) {
                System.err.println("There is an account " + name + " already; nothing was changed.");
                exit = 2;
            } else {
                String password = Occasion.of(COMMAND).during(() -> accounts.firstOperator(account(name)));
                System.out.println("account:  " + name);
                System.out.println("password: " + password);
                System.out.println("It is good for two days and once: signing in asks for another.");
            }
        } catch (RuntimeException reported) {
            // Said by Spring Boot's reporters
            exit = 1;
        }
        System.exit(exit);
    }

    private static Account account(String name) {
        return new Account(name, name, Role.OPERATOR, null, null, Set.of("USER_MANAGEMENT_ADMIN"), true, true);
    }

    /** Nothing but the database and the accounts. */
    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan("dev.signalbox.access")
    @ComponentScan({"dev.signalbox.access", "dev.signalbox.audit", "dev.signalbox.clock"})
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
