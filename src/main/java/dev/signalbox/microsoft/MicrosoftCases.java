package dev.signalbox.microsoft;

import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every case with Microsoft, and what is still to be done there. Whoever takes a row has it alone for a while. */
@Component
public class MicrosoftCases {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Tickets tickets;
    private final CaseProperties properties;

    MicrosoftCases(JdbcClient jdbc, Clock clock, Tickets tickets, CaseProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.tickets = tickets;
        this.properties = properties;
    }

    public Optional<MicrosoftCase> of(long ticket) {
        return jdbc.sql("select * from microsoft_case where ticket = :ticket")
                .param("ticket", ticket)
                .query((row, i) -> read(row))
                .optional();
    }

    /** A partner's cases that stand with Microsoft and were filed by API. */
    public List<MicrosoftCase> filedByApi(String partnerId) {
        return jdbc.sql("""
                        select * from microsoft_case where partner_id = :partner and phase = 'FILED' and mode = 'API'
                        order by ticket""")
                .param("partner", partnerId)
                .query((row, i) -> read(row))
                .list();
    }

    /** Whether Microsoft refused to take this ticket's case by API. */
    public boolean apiRefused(long ticket) {
        return jdbc.sql("select api_refused from microsoft_case where ticket = :ticket and phase = 'PREPARING'")
                .param("ticket", ticket)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Where the ticket's next case is going to be filed, and how we learn what becomes of it. */
    public void channelChosen(
            long ticket,
            String channel,
            String mode,
            String statusSync,
            String partnerId,
            String tenantId,
            @Nullable String subscriptionId) {
        Optional<MicrosoftCase> before = of(ticket);
        if (before.isEmpty()) {
            jdbc.sql("""
                    insert into microsoft_case (ticket, round, phase, channel, mode, status_sync, partner_id, tenant_id)
                    values (:ticket, 0, 'OVER', :channel, :mode, :sync, :partner, :tenant)""")
                    .param("ticket", ticket)
                    .param("channel", channel)
                    .param("mode", mode)
                    .param("sync", statusSync)
                    .param("partner", partnerId)
                    .param("tenant", tenantId)
                    .update();
        }
        // a case that was filed is over now; one that is still being prepared keeps its name
        boolean same = before.map(one -> one.phase().equals("PREPARING")).orElse(false);
        jdbc.sql("""
                update microsoft_case set round = round + :next, api_refused = api_refused and :same,
                  phase = 'PREPARING', channel = :channel, mode = :mode, status_sync = :sync, partner_id = :partner,
                  tenant_id = :tenant, subscription_id = :subscription, external_id = null, filed_at = null,
                  api_status = null, api_seen_at = null, person_status = null, person_by = null, person_at = null,
                  differs_since = null, response_due_at = null, response_minutes = null, confirmed_bug = false,
                  next_look_at = null, failures = 0, trouble = null
                where ticket = :ticket""")
                .param("next", same ? 0 : 1)
                .param("same", same)
                .param("ticket", ticket)
                .param("channel", channel)
                .param("mode", mode)
                .param("sync", statusSync)
                .param("partner", partnerId)
                .param("tenant", tenantId)
                .param("subscription", subscriptionId)
                .update();
    }

    /** The API does not take this case; a person files it. */
    public void refusedByApi(long ticket) {
        jdbc.sql("update microsoft_case set api_refused = true where ticket = :ticket")
                .param("ticket", ticket)
                .update();
    }

    /** The case stands with Microsoft under this number. */
    public void filed(long ticket, String externalId) {
        Instant now = clock.instant();
        boolean read =
                of(ticket).map(found -> !found.statusSync().equals("MANUAL")).orElse(false);
        jdbc.sql("""
                update microsoft_case set phase = 'FILED', external_id = :id, filed_at = :now, next_look_at = :look
                where ticket = :ticket""")
                .param("id", externalId)
                .param("now", at(now))
                .param("look", read ? at(now.plus(properties.lookEvery())) : null)
                .param("ticket", ticket)
                .update();
    }

    /** Microsoft's own deadline for its first response. */
    public void responseDue(long ticket, @Nullable Instant dueAt, @Nullable Integer minutes) {
        jdbc.sql("update microsoft_case set response_due_at = :due, response_minutes = :minutes where ticket = :ticket")
                .param("due", dueAt == null ? null : at(dueAt))
                .param("minutes", minutes)
                .param("ticket", ticket)
                .update();
    }

    /** The ticket is over: nobody looks at its case any more. */
    public void over(long ticket) {
        jdbc.sql("update microsoft_case set phase = 'OVER', next_look_at = null where ticket = :ticket")
                .param("ticket", ticket)
                .update();
    }

    public void confirmBug(long ticket) {
        jdbc.sql("update microsoft_case set confirmed_bug = true where ticket = :ticket")
                .param("ticket", ticket)
                .update();
    }

    /** What the API was read to say of the case. */
    public void apiSays(long ticket, String status) {
        jdbc.sql("update microsoft_case set api_status = :status, api_seen_at = :now where ticket = :ticket")
                .param("status", status)
                .param("now", at(clock.instant()))
                .param("ticket", ticket)
                .update();
        compare(ticket);
    }

    /** What a person says of the case. */
    public void personSays(long ticket, String status, String account) {
        jdbc.sql("""
                update microsoft_case set person_status = :status, person_by = :by, person_at = :now
                where ticket = :ticket""")
                .param("status", status)
                .param("by", account)
                .param("now", at(clock.instant()))
                .param("ticket", ticket)
                .update();
        compare(ticket);
    }

    /** Two sources that contradict each other are shown on the ticket, not settled in silence. */
    private void compare(long ticket) {
        MicrosoftCase found = of(ticket).orElseThrow();
        String api = found.apiStatus();
        String person = found.personStatus();
        // the API knows open and closed only; what an open case waits for is for people to say
        boolean differs = api != null && person != null && api.equals("closed") != person.equals("closed");
        if (differs == (found.differsSince() != null)) {
            return;
        }
        jdbc.sql("update microsoft_case set differs_since = :since where ticket = :ticket")
                .param("since", differs ? at(clock.instant()) : null)
                .param("ticket", ticket)
                .update();
        tickets.record(
                new TicketNumber(ticket),
                differs ? TimelineType.CASE_SOURCES_DIFFER : TimelineType.CASE_SOURCES_AGREE,
                Map.of("api", String.valueOf(api), "person", String.valueOf(person)),
                Map.of());
    }

    /** Orders that the ticket's case is filed; what is ordered already is not ordered twice. */
    public void orderFiling(long ticket) {
        MicrosoftCase found = of(ticket).orElseThrow();
        int open = jdbc.sql("""
                        select count(*) from microsoft_command
                        where ticket = :ticket and kind = 'FILE' and state = 'WAITING'""").param("ticket", ticket).query(Integer.class).single();
        if (open == 0) {
            order(ticket, "FILE", found.name(), null);
        }
    }

    /** Orders that a message of ours goes to Microsoft. */
    public void orderAnswer(long ticket, String messageId) {
        order(ticket, "ANSWER", "answer-" + messageId, messageId);
    }

    private void order(long ticket, String kind, String name, @Nullable String messageId) {
        jdbc.sql("""
                insert into microsoft_command (id, ticket, kind, name, message_id, state, due_at, created_at)
                values (:id, :ticket, :kind, :name, :message, 'WAITING', :now, :now)""")
                .param("id", UUID.randomUUID().toString())
                .param("ticket", ticket)
                .param("kind", kind)
                .param("name", name)
                .param("message", messageId)
                .param("now", at(clock.instant()))
                .update();
    }

    /** The next thing to do; it is the caller's alone until its time is over. Each ticket's commands keep their order. */
    Optional<CaseCommand> takeCommand() {
        Instant now = clock.instant();
        return jdbc.sql("""
                        select id from microsoft_command c where state = 'WAITING' and due_at <= :now
                          and (taken_until is null or taken_until <= :now)
                          and not exists (select 1 from microsoft_command earlier where earlier.ticket = c.ticket
                            and earlier.serial < c.serial and earlier.state = 'WAITING')
                        order by due_at fetch first 5 rows only""").param("now", at(now)).query(String.class).list().stream()
                .filter(id -> taken(id, now))
                .findFirst()
                .map(id -> jdbc.sql("select * from microsoft_command where id = :id")
                        .param("id", id)
                        .query((row, i) -> new CaseCommand(
                                id,
                                row.getLong("ticket"),
                                row.getString("kind"),
                                row.getString("name"),
                                row.getString("message_id"),
                                row.getInt("attempts"),
                                row.getString("operation")))
                        .single());
    }

    private boolean taken(String id, Instant now) {
        return jdbc.sql("""
                                update microsoft_command set taken_until = :until, attempts = attempts + 1
                                where id = :id and state = 'WAITING' and (taken_until is null or taken_until <= :now)""")
                        .param("until", at(now.plus(properties.takenFor())))
                        .param("id", id)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /** Microsoft took it and works on it; {@code operation} is where to ask how far it is. */
    void goesOn(CaseCommand command, @Nullable String operation, Duration after) {
        jdbc.sql("""
                update microsoft_command set operation = :operation, taken_until = null, due_at = :due, trouble = null
                where id = :id""")
                .param("operation", operation)
                .param("due", at(clock.instant().plus(after)))
                .param("id", command.id())
                .update();
    }

    /** Tries again; where Microsoft only asked to wait, the attempt does not count. */
    void later(CaseCommand command, Duration after, String trouble, boolean counts) {
        jdbc.sql("""
                update microsoft_command set taken_until = null, due_at = :due, trouble = :trouble,
                  attempts = attempts - :uncounted where id = :id""")
                .param("due", at(clock.instant().plus(after)))
                .param("trouble", Texts.cut(trouble, 500))
                .param("uncounted", counts ? 0 : 1)
                .param("id", command.id())
                .update();
    }

    void end(CaseCommand command, String state, @Nullable String trouble) {
        jdbc.sql("""
                update microsoft_command set state = :state, ended_at = :now, taken_until = null, trouble = :trouble
                where id = :id""")
                .param("state", state)
                .param("now", at(clock.instant()))
                .param("trouble", trouble == null ? null : Texts.cut(trouble, 500))
                .param("id", command.id())
                .update();
    }

    /** The next case to look at; it is the caller's alone until its time is over. */
    Optional<MicrosoftCase> takeCase() {
        Instant now = clock.instant();
        return jdbc.sql("""
                        select ticket from microsoft_case where phase = 'FILED' and next_look_at <= :now
                          and (taken_until is null or taken_until <= :now)
                        order by next_look_at fetch first 5 rows only""").param("now", at(now)).query(Long.class).list().stream()
                .filter(ticket -> jdbc.sql("""
                                        update microsoft_case set taken_until = :until where ticket = :ticket
                                          and next_look_at <= :now and (taken_until is null or taken_until <= :now)""")
                                .param("until", at(now.plus(properties.takenFor())))
                                .param("ticket", ticket)
                                .param("now", at(now))
                                .update()
                        == 1)
                .findFirst()
                .flatMap(this::of);
    }

    void looked(MicrosoftCase found) {
        jdbc.sql("""
                update microsoft_case set taken_until = null, failures = 0, trouble = null,
                  next_look_at = :next where ticket = :ticket""")
                .param("next", at(clock.instant().plus(properties.lookEvery())))
                .param("ticket", found.ticket())
                .update();
    }

    void notRead(MicrosoftCase found, Duration after, String trouble) {
        jdbc.sql("""
                update microsoft_case set taken_until = null, failures = failures + 1, trouble = :trouble,
                  next_look_at = :next where ticket = :ticket""")
                .param("trouble", Texts.cut(trouble, 500))
                .param("next", at(clock.instant().plus(after)))
                .param("ticket", found.ticket())
                .update();
    }

    private static MicrosoftCase read(ResultSet row) throws SQLException {
        return new MicrosoftCase(
                row.getLong("ticket"),
                row.getInt("round"),
                row.getString("phase"),
                row.getString("channel"),
                row.getString("mode"),
                row.getString("status_sync"),
                row.getString("partner_id"),
                row.getString("tenant_id"),
                row.getString("subscription_id"),
                row.getString("external_id"),
                instant(row, "filed_at"),
                row.getString("api_status"),
                instant(row, "api_seen_at"),
                row.getString("person_status"),
                row.getString("person_by"),
                instant(row, "person_at"),
                instant(row, "differs_since"),
                instant(row, "response_due_at"),
                row.getObject("response_minutes", Integer.class),
                row.getBoolean("confirmed_bug"),
                instant(row, "next_look_at"),
                row.getInt("failures"),
                row.getString("trouble"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }
}
