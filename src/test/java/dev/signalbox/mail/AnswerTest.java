package dev.signalbox.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is left of a reply when the mail it answers and the signature are cut away. */
class AnswerTest {

    @Test
    void whatStandsAboveOurLineIsTheAnswerInAnyLanguage() {
        assertThat(Answer.in("""
                        It works again.

                        Thank you
                        On Mon, Nov 23, 2026 at 10:00 AM Moravia Cloud <desk@moravia.cz>
                        wrote:

                        > ## Please write your answer above this line ##
                        >
                        > We believe your request is solved.
                        """)).isEqualTo("It works again.\n\nThank you");
        assertThat(Answer.in("""
                        Už to jde.

                        Dne 23. 11. 2026 v 10:00 Moravia Cloud napsal(a):
                        > ## Odpověď prosím napište nad tento řádek ##
                        > Domníváme se …
                        """)).isEqualTo("Už to jde.");
    }

    @Test
    void outlookAndItsRulesAreKnown() {
        assertThat(Answer.in("""
                        Still broken.

                        ________________________________
                        From: Moravia Cloud <desk@moravia.cz>
                        Sent: Monday, November 23, 2026 10:00
                        To: Eva
                        Subject: [CSP#10001238] Mailboxes

                        We believe your request is solved.
                        """)).isEqualTo("Still broken.");
        assertThat(Answer.in("Pořád ne.\n\n-----Původní zpráva-----\nOd: Moravia\nDatum: dnes\n\nText"))
                .isEqualTo("Pořád ne.");
        assertThat(Answer.in("Nein.\n\nVon: Moravia <desk@moravia.cz>\nGesendet: Montag\nAn: Eva\n\nText"))
                .isEqualTo("Nein.");
    }

    @Test
    void aSignatureAndAQuoteAtTheEndGo() {
        assertThat(Answer.in("Yes, please.\n-- \nEva Dvořáková\nBrno Logistics"))
                .isEqualTo("Yes, please.");
        assertThat(Answer.in("Yes, please.\n\n> Shall we?\n> Tell us.\n")).isEqualTo("Yes, please.");
    }

    @Test
    void answersBetweenQuotesStayTogetherWithWhatTheyAnswer() {
        String between = "> Which browser?\nFirefox.\n> Since when?\nSince Monday.";

        assertThat(Answer.in(between)).isEqualTo(between);
    }

    @Test
    void whatOnlyLooksLikeAQuoteStays() {
        for (String text : java.util.List.of(
                "On Monday we wrote:\nthe server is down.",
                "From: the log, 10:00\nerror 500\nerror 501",
                "--\u0020-- is what the console shows",
                "## 3 mailboxes",
                "The mail came from the printer.\nDate: unknown")) {
            assertThat(Answer.in(text)).as(text).isEqualTo(text);
        }
    }

    @Test
    void whereNothingWouldBeLeftEverythingIsTheAnswer() {
        String below = "> ## Please write your answer above this line ##\n> Is it solved?\n\nYes, it is.";

        assertThat(Answer.in(below)).isEqualTo(below);
        assertThat(Answer.in("-- \nEva")).isEqualTo("-- \nEva");
    }

    @Test
    void aLongAndHostileTextIsReadInNoTime() {
        String hostile =
                "On " + "a ".repeat(100_000) + "\n".repeat(5_000) + ("On " + "x".repeat(299) + "\n").repeat(2_000);

        org.assertj.core.api.Assertions.assertThatCode(() -> Answer.in(hostile)).doesNotThrowAnyException();
        assertThat(java.time.Duration.ofNanos(timed(() -> Answer.in(hostile))))
                .isLessThan(java.time.Duration.ofSeconds(2));
    }

    private static long timed(Runnable what) {
        long before = System.nanoTime();
        what.run();
        return System.nanoTime() - before;
    }
}
