package dev.signalbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;

@AnalyzeClasses(packages = "dev.signalbox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @Test
    void roomsUseOnlyTheRoomsTheyName() {
        ApplicationModules.of(Signalbox.class).verify();
    }

    @ArchTest
    static final ArchRule theEngineStaysInItsRooms = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox.workflow..", "dev.signalbox.decision..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..")
            .because("a move to a maintained fork must stay small; add a verb to Workflow, Tasks or Decisions instead");

    @ArchTest
    static final ArchRule kafkaStaysInItsRoom = noClasses()
            .that()
            .resideOutsideOfPackage("dev.signalbox.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..", "kafka..")
            .because("messaging is the only room that knows Kafka; publish a timeline entry or a PartnerEvent instead");

    @ArchTest
    static final ArchRule httpStaysAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox.web..", "dev.signalbox.microsoft.connection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..")
            .because("web is the only room that knows HTTP; throw a fact such as Refused and let web name the status,"
                    + " and call Microsoft through a Connection");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = fields().should()
            .notBeAnnotatedWith(Autowired.class)
            .because("a constructor says what a class needs; take it as a constructor parameter");

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .that()
            .resideOutsideOfPackages("dev.signalbox.clock..", "dev.signalbox.workflow.engine..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("the demo moves the clock and tests set it; inject java.time.Clock");
}
