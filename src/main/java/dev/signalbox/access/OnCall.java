package dev.signalbox.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is to be told by mail: whoever is on call, the leads, or one person. Who has no address cannot be told. */
@Component
public class OnCall {

    private static final String PERSON = "select a.username, a.display_name, a.email, a.language";
    private static final String REACHABLE = " a.active = true and a.email is not null and a.customer_id is null";

    private final JdbcClient jdbc;
    private final Clock clock;

    OnCall(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Somebody of the desk who can be written to. */
    public record Person(
            String account,
            String name,
            String email,
            @Nullable String language) {}

    private record OnShift(Person person, boolean ofTheTeam) {}

    /**
     * Whoever has a shift now: of the team whose queue it is, where that team has one, else of the whole desk. With
     * nobody on call the leads are.
     */
    public List<Person> now(String partner, @Nullable String queue) {
        List<OnShift> shifts = jdbc.sql(PERSON + """
                        , s.team_id from on_call_shift s join account a on a.username = s.agent
                        where s.partner_id = :partner and s.starts <= :now and s.ends > :now
                        and (s.team_id is null or s.team_id = (select q.team_id from work_queue q where q.id = :queue))
                        and""" + REACHABLE + " order by a.username")
                .param("partner", partner)
                .param("queue", queue)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, i) -> new OnShift(person(row), row.getString("team_id") != null))
                .list();
        boolean team = shifts.stream().anyMatch(OnShift::ofTheTeam);
        List<Person> found = shifts.stream()
                .filter(shift -> shift.ofTheTeam() == team)
                .map(OnShift::person)
                .distinct()
                .toList();
        return found.isEmpty() ? leads(partner) : found;
    }

    /** The leads of the partner's desk. */
    public List<Person> leads(String partner) {
        return jdbc.sql(PERSON + " from account a where a.role = 'LEAD' and a.partner_id = :partner and" + REACHABLE
                        + " order by a.username")
                .param("partner", partner)
                .query((row, i) -> person(row))
                .list();
    }

    public Optional<Person> person(@Nullable String account) {
        return jdbc.sql(PERSON + " from account a where a.username = :account and" + REACHABLE)
                .param("account", account)
                .query((row, i) -> person(row))
                .optional();
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getString("username"),
                row.getString("display_name"),
                row.getString("email"),
                row.getString("language"));
    }
}
