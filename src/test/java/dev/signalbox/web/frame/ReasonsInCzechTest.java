package dev.signalbox.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.SignalboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;

/** Reasons as they are kept in English, told to somebody who reads Czech. */
@SignalboxTest
class ReasonsInCzechTest {

    private static final Path FLOWS = Path.of("src/main/java/dev/signalbox/workflow");
    private static final Pattern REASON = Pattern.compile("Reaction[.](?:ignored|notYet)\\(number, (.+?)\\)(?:;|\\R)");

    @Autowired
    Words words;

    @BeforeEach
    void czech() {
        LocaleContextHolder.setLocale(Locale.of("cs"));
    }

    @AfterEach
    void asBefore() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void whyAnEventHadNoEffectOrWaitsIsToldInCzech() throws IOException {
        List<String> reasons = new ArrayList<>();
        for (String file : List.of("Workflow.java", "CaseNews.java")) {
            REASON.matcher(Files.readString(FLOWS.resolve(file)))
                    .results()
                    .map(found -> found.group(1)
                            .replace("ticket.state()", "\"RESOLVED\"")
                            .replace("\" + \"", "")
                            .replace("\"", ""))
                    .forEach(reasons::add);
        }

        assertThat(reasons).hasSizeGreaterThan(12);
        assertThat(reasons)
                .allSatisfy(reason -> assertThat(words.reason(reason)).isNotEqualTo(reason));
        assertThat(words.reason("The ticket is RESOLVED; ask for a new one"))
                .isEqualTo("Tiket je ve stavu „Vyřešeno“; požádejte o nový");
    }

    @Test
    void whatNothingWaitedForAndWhatAMappingRefusedIsToldInCzech() {
        assertThat(words.reason("Expired: Nothing waited for \"ticket.withdrawn\" in time"))
                .isEqualTo("Vypršelo: na \"ticket.withdrawn\" včas nic nečekalo");
        assertThat(words.reason(
                        "Mapping monitor: /alerts/0 summary: expected what the mapping asks for, found nothing"))
                .isEqualTo("Mapování monitor: /alerts/0 summary: Očekáváno: to, co mapování žádá; nalezeno: nic.");
    }

    @Test
    void whatAnEventItselfHasWrongIsToldInCzech() {
        assertThat(words.reason(
                        "time: expected a time as RFC 3339 writes it, found yesterday; weird-ext: expected the name"
                                + " of an extension, of lower-case letters and digits, found weird-ext"))
                .isEqualTo("time: Očekáváno: čas zapsaný podle RFC 3339; nalezeno: yesterday."
                        + " weird-ext: Očekáváno: název rozšíření z malých písmen a číslic; nalezeno: weird-ext.");
        assertThat(words.reason("subject: expected a ticket's number, since tickets of several customers have this"
                        + " reference, found MANY"))
                .isEqualTo("subject: Očekáváno: číslo tiketu, protože pod tímto odkazem jsou tikety více zákazníků;"
                        + " nalezeno: MANY.");
    }

    @Test
    void whatIsKeptOfARefusedModelIsToldInCzechEachFindingByItself() {
        assertThat(words.reason(
                        "intake.bpmn#gateway_a (line 3): expected a fact of [a, b]; a text stands in double quotes,"
                                + " found c; triage.form#kind: expected a label, found none"))
                .isEqualTo(
                        "intake.bpmn#gateway_a (řádek 3): Očekáváno: údaj z [a, b]; text je v uvozovkách; nalezeno: c."
                                + " triage.form#kind: Očekáváno: popisek; nalezeno: nic.");
    }
}
