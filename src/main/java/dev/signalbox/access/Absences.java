package dev.signalbox.access;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who is away and who stands in. One person has one substitute at a time, and a substitute is there. */
@Component
public class Absences {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Audit audit;
    private final Clock clock;

    Absences(JdbcClient jdbc, Accounts accounts, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    /** The people whom {@code substitute} stands in for just now, with the role whose work that is. */
    public Map<String, Role> standsFor(String substitute) {
        Map<String, Role> roles = new HashMap<>();
        jdbc.sql("""
                        select a.username, a.role from absence s join account a on a.username = s.account
                        where s.substitute = :substitute and s.starts_at <= :now and s.ends_at > :now
                        and a.active = true""")
                .param("substitute", substitute)
                .param("now", at(clock.instant()))
                .query(row -> {
                    roles.put(row.getString("username"), Role.valueOf(row.getString("role")));
                });
        return roles;
    }

    /** Absences that are not over, of people whose data {@code partner} is, or of everybody where it is null. */
    public List<Absence> coming(@Nullable String partner) {
        return jdbc.sql("""
                        select s.* from absence s join account a on a.username = s.account
                        where s.ends_at > :now
                        and (cast(:partner as varchar(60)) is null or a.partner_id = :partner)
                        order by s.starts_at, s.account""")
                .param("now", at(clock.instant()))
                .param("partner", partner)
                .query((row, i) -> absence(row))
                .list();
    }

    public Optional<Absence> find(String id) {
        return jdbc.sql("select * from absence where id = :id")
                .param("id", id)
                .query((row, i) -> absence(row))
                .optional();
    }

    /**
     * Lets {@code substitute} stand in from the first day to the end of the last, in the time zone of the absent.
     *
     * @throws Refused where the days do not fit, the substitute may not work, reaches less, or is away
     */
    @Transactional
    public Absence enter(Account absent, String substitute, LocalDate first, LocalDate last) {
        ZoneId zone = zone(absent.id());
        Instant from = first.atStartOfDay(zone).toInstant();
        Instant to = last.plusDays(1).atStartOfDay(zone).toInstant();
        Instant now = clock.instant();
        if (!to.isAfter(from) || !to.isAfter(now) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new Refused("last", "a day from the first one and from today on, within a year", last);
        }
        boolean fits = !substitute.equals(absent.id())
                && accounts.find(substitute)
                        .filter(Account::active)
                        .filter(found -> found.role().may(Action.WORK_TASKS))
                        .filter(found ->
                                found.partnerId() == null || found.partnerId().equals(absent.partnerId()))
                        .isPresent();
        if (!fits) {
            throw new Refused("substitute", "another colleague of the desk who reaches the same data", substitute);
        }
        if (away(absent.id(), from, to)) {
            throw new Refused("first", "days in which nobody stands in yet", first);
        }
        if (away(substitute, from, to)) {
            throw new Refused("substitute", "somebody who is there in these days", substitute);
        }
        Absence entered = new Absence(
                UUID.randomUUID().toString(),
                absent.id(),
                substitute,
                from,
                to,
                Occasion.current().actor());
        jdbc.sql("""
                insert into absence (id, account, substitute, starts_at, ends_at, entered_by, entered_at)
                values (:id, :account, :substitute, :from, :to, :by, :now)""")
                .param("id", entered.id())
                .param("account", entered.account())
                .param("substitute", substitute)
                .param("from", at(from))
                .param("to", at(to))
                .param("by", entered.enteredBy())
                .param("now", at(now))
                .update();
        audit.keep(Change.of("absence.entered", "agents", absent.id())
                .of(absent.partnerId(), null)
                .to(Map.of("substitute", substitute, "from", from.toString(), "to", to.toString())));
        return entered;
    }

    /** The substitute stands in no longer. */
    @Transactional
    public void end(Absence absence) {
        jdbc.sql("delete from absence where id = :id").param("id", absence.id()).update();
        audit.keep(Change.of("absence.ended", "agents", absence.account())
                .of(accounts.find(absence.account()).map(Account::partnerId).orElse(null), null)
                .from(Map.of(
                        "substitute", absence.substitute(),
                        "from", absence.from().toString(),
                        "to", absence.to().toString())));
    }

    private boolean away(String account, Instant from, Instant to) {
        return jdbc.sql("""
                        select count(*) from absence where account = :account and starts_at < :to and ends_at > :from""")
                        .param("account", account)
                        .param("from", at(from))
                        .param("to", at(to))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private ZoneId zone(String account) {
        return jdbc.sql("select time_zone from account where username = :account and time_zone is not null")
                .param("account", account)
                .query(String.class)
                .optional()
                .map(Absences::zoneNamed)
                .orElse(ZoneOffset.UTC);
    }

    private static ZoneId zoneNamed(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Absence absence(ResultSet row) throws SQLException {
        return new Absence(
                row.getString("id"),
                row.getString("account"),
                row.getString("substitute"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                row.getString("entered_by"));
    }
}
