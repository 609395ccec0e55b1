package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikenessTest {

    private static final Map<String, Set<String>> SERVICES = Map.of(
            "exchange online", Set.of("exchange online", "outlook", "mailbox"),
            "yammer enterprise", Set.of("yammer enterprise"),
            "microsoft 365 suite", Set.of("microsoft 365 suite"));

    @ParameterizedTest
    @CsvSource({
        "Outlook asks for a password, SAME",
        "Shared mailboxes disappear, SAME",
        "Yammer is empty, OTHER",
        "Yammer and Outlook are empty, SAME",
        "Nothing I entered is kept, UNNAMED",
        "Users of Microsoft 365 cannot sign in, UNNAMED"
    })
    void aServiceIsNamedByTheFirstTellingWordOfItsName(String title, String named) {
        assertThat(new Likeness(title).named("Exchange Online", SERVICES)).isEqualTo(named);
    }

    @Test
    void wordsThatSayNothingAndTheServicesOwnNameAreNotInCommon() {
        Likeness ticket = new Likeness("Exchange: some users are unable to get delayed messages", "Delivery waits.");

        assertThat(ticket.common(
                        List.of("Some users may be unable to send messages through Exchange", "Delays in delivery"),
                        Set.of("exchange online")))
                .isEqualTo(3);
    }
}
