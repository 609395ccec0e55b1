package dev.signalbox.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A text that more than a thousand tickets have is looked for another way than one of a few, and finds the same. */
@SignalboxTest
class BroadSearchTest {

    private static final int COPIES = 1_001;

    @LocalServerPort
    int port;

    @Autowired
    Tickets tickets;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TransactionTemplate transaction;

    String word;
    TicketNumber described;

    @BeforeEach
    void ticketWithTheWordInItsDescription() {
        word = "w" + UUID.randomUUID().toString().substring(0, 8);
        String number = Walk.request(new Api(port), Map.of("description", "Seen beside " + word + "."))
                .number();
        described = TicketNumber.parse(number).orElseThrow();
    }

    @Test
    void titlesAndDescriptionsAreFoundAndCounted() {
        besideManyTitles(() -> {
            Page<Ticket> last = tickets.listUpTo(having(null, "-number"), 20, 50, 2_000);

            assertThat(last.total()).isEqualTo(COPIES + 1);
            assertThat(last.items()).extracting(Ticket::number).contains(described);
        });
    }

    @Test
    void theCountStopsAfterTheMost() {
        besideManyTitles(() -> {
            Page<Ticket> first = tickets.listUpTo(having(null, "-number"), 0, 50, 500);

            assertThat(first.total()).isEqualTo(501);
            assertThat(first.items()).hasSize(50);
        });
    }

    @Test
    void aCustomerFindsNoWordOfADescriptionThatIsWithheld() {
        besideManyTitles(() -> {
            jdbc.update(
                    "update message set withheld = true where id = (select description_id from ticket where number = ?)",
                    described.value());

            assertThat(tickets.listUpTo(having("demo-direct-1", "-number"), 0, 50, 2_000)
                            .total())
                    .isEqualTo(COPIES);
        });
    }

    private TicketFilter having(@Nullable String customer, String sort) {
        return new TicketFilter(List.of(), null, customer, null, null, null, null, null, word, sort);
    }

    /** With copies of the ticket whose titles have the word; they are gone afterwards. */
    private void besideManyTitles(Runnable check) {
        String same = String.join(", ", jdbc.queryForList("""
                        select lower(column_name) from information_schema.columns
                        where lower(table_name) = 'ticket' and lower(table_schema) = 'public' and lower(column_name)
                        not in ('number', 'title', 'description_id', 'external_reference')""", String.class));
        List<Object[]> copies = new ArrayList<>();
        for (int i = 0; i < COPIES; i++) {
            copies.add(
                    new Object[] {TicketNumber.ofSerial(900_000_000L + i).value(), word + " " + i, described.value()});
        }
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            jdbc.batchUpdate(
                    "insert into ticket (number, title, " + same + ") select ?, ?, " + same
                            + " from ticket where number = ?",
                    copies);
            check.run();
        });
    }
}
