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
        SpringApplication.run(Signalbox.class, args);
    }
}
