package dev.signalbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The application: an event-driven ticket workflow engine for a CSP partner's support desk. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class Signalbox {

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(CreateOperator.COMMAND)) {
            CreateOperator.main(args);
            return;
        }
        if (args.length > 0 && args[0].equals(CheckMicrosoft.COMMAND)) {
            CheckMicrosoft.main(args);
            return;
        }
        SpringApplication application = new SpringApplication(Signalbox.class);
        application.addInitializers(new StartUpChecks());
        try {
            application.run(args);
        } catch (RuntimeException reported) {
            // Said once by Spring Boot's reporters; threads of half started parts must not keep the process alive
            System.exit(1);
        }
    }
}
