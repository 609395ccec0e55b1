package dev.signalbox.customer;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How people at customers are written to: in which language, and whether at all. */
@Component
public class Contacts {

    /** A shorter name alone is too many people's. */
    private static final int TELLING = 6;

    private final JdbcClient jdbc;

    Contacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The contact's language, or else the customer's. */
    public @Nullable String language(String customerId, @Nullable String contactId) {
        return jdbc.sql("""
                        select coalesce((select c.language from contact c where c.id = :contact), k.language)
                        from customer k where k.id = :customer""")
                .param("contact", contactId)
                .param("customer", customerId)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** Whether the person withdrew; it holds for the address, under whichever of the customer's contacts it stands. */
    public boolean withdrawn(Contact contact) {
        return jdbc.sql("""
                        select count(*) from contact
                        where customer_id = :customer and lower(email) = lower(:email) and withdrawn_at is not null""")
                        .param("customer", contact.customerId())
                        .param("email", contact.email())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Notes that nothing is sent to the contact any more; false where that was so before. */
    public boolean withdraw(String id, Instant now) {
        return jdbc.sql("update contact set withdrawn_at = :now where id = :id and withdrawn_at is null")
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Takes the withdrawal back, for every contact with this address; false where there was none. */
    public boolean restore(Contact contact) {
        return jdbc.sql("""
                        update contact set withdrawn_at = null
                        where customer_id = :customer and lower(email) = lower(:email) and withdrawn_at is not null""")
                        .param("customer", contact.customerId())
                        .param("email", contact.email())
                        .update()
                > 0;
    }

    /**
     * Forgets the person under every contact of the customer with this address. The rows stay, since tickets name them;
     * nothing is sent to them any more.
     */
    public Erased erase(Contact contact, Instant now) {
        List<Contact> same = jdbc.sql("""
                        select * from contact
                        where id = :id or (customer_id = :customer and lower(email) = lower(:email))""")
                .param("id", contact.id())
                .param("customer", contact.customerId())
                .param("email", contact.email())
                .query((row, i) -> Customers.contact(row))
                .list();
        Set<String> ids = new TreeSet<>();
        Set<String> words = new TreeSet<>();
        for (Contact one : same) {
            ids.add(one.id());
            words.add(one.email());
            if (one.name().strip().contains(" ") || one.name().length() >= TELLING) {
                words.add(one.name().strip());
            }
            if (one.phone() != null && one.phone().length() >= TELLING) {
                words.add(one.phone().strip());
            }
            jdbc.sql("""
                    update contact set name = :name, email = :email, phone = null,
                      withdrawn_at = coalesce(withdrawn_at, :now) where id = :id""")
                    .param("name", Erased.NAME)
                    .param("email", "erased-" + UUID.randomUUID() + "@erased.invalid")
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("id", one.id())
                    .update();
        }
        return new Erased(contact.customerId(), ids, words);
    }

    /** The customer's contact with this address. */
    public Optional<Contact> byAddress(String customerId, String email) {
        return jdbc
                .sql("""
                        select * from contact where customer_id = :customer and lower(email) = lower(:email)
                        order by id""")
                .param("customer", customerId)
                .param("email", email)
                .query((row, i) -> Customers.contact(row))
                .list()
                .stream()
                .findFirst();
    }
}
