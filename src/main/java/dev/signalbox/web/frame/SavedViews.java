package dev.signalbox.web.frame;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Everybody's saved views; a shared one is seen by the staff who reach the partner of whoever shared it. */
@Component
public class SavedViews {

    private static final int MOST = 30;
    private static final int LONGEST = 80;

    private static final String SEEN = """
             (account = :account or shared = true and :staff = true
              and (cast(:partner as varchar(60)) is null or partner_id = :partner))""";

    private final JdbcClient jdbc;
    private final Clock clock;

    SavedViews(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The views that the caller sees, own ones first. */
    public List<SavedView> of(Caller caller) {
        return seen("select * from saved_view where" + SEEN + " order by shared, name, id", caller)
                .query((row, i) -> view(row))
                .list();
    }

    public Optional<SavedView> find(Caller caller, String id) {
        return seen("select * from saved_view where id = :id and" + SEEN, caller)
                .param("id", id)
                .query((row, i) -> view(row))
                .optional();
    }

    /** Whether the caller may take the view away: its owner, and for a shared one whoever hands out work. */
    public boolean mayDelete(Caller caller, SavedView view) {
        return view.account().equals(caller.account()) || view.shared() && caller.may(Action.ASSIGN);
    }

    /** @throws Refused where the name is none, or there are too many */
    public SavedView save(Caller caller, String name, boolean shared, String query) {
        String called = name.strip();
        if (called.isEmpty() || called.length() > LONGEST) {
            throw new Refused("name", "1 to " + LONGEST + " characters", called.length() + " characters");
        }
        long own = jdbc.sql("select count(*) from saved_view where account = :account")
                .param("account", caller.account())
                .query(Long.class)
                .single();
        if (own >= MOST) {
            throw new Refused("name", "at most " + MOST + " views of one person", own + 1);
        }
        SavedView view = new SavedView(UUID.randomUUID().toString(), caller.account(), called, shared, query);
        jdbc.sql("""
                insert into saved_view (id, account, partner_id, name, shared, query, created_at)
                values (:id, :account, :partner, :name, :shared, :query, :now)""")
                .param("id", view.id())
                .param("account", view.account())
                .param("partner", caller.partnerId())
                .param("name", called)
                .param("shared", shared)
                .param("query", query)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return view;
    }

    public void delete(SavedView view) {
        jdbc.sql("delete from saved_view where id = :id").param("id", view.id()).update();
    }

    private JdbcClient.StatementSpec seen(String sql, Caller caller) {
        @Nullable String partner = caller.partnerId();
        return jdbc.sql(sql)
                .param("account", caller.account())
                .param("staff", !caller.isCustomer())
                .param("partner", partner);
    }

    private static SavedView view(ResultSet row) throws SQLException {
        return new SavedView(
                row.getString("id"),
                row.getString("account"),
                row.getString("name"),
                row.getBoolean("shared"),
                row.getString("query"));
    }
}
