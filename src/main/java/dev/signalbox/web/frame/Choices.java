package dev.signalbox.web.frame;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What each person chose for the pages; it goes with the account to any browser. */
@Component
public class Choices {

    /** Whether single letters are keys: {@code off} or nothing. */
    public static final String KEYS = "keys";

    private final JdbcClient jdbc;

    Choices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Map<String, String> of(String account) {
        Map<String, String> chosen = new HashMap<>();
        jdbc.sql("select name, chosen from desk_choice where account = :account")
                .param("account", account)
                .query(row -> {
                    chosen.put(row.getString("name"), row.getString("chosen"));
                });
        return chosen;
    }

    /** Keeps a choice; an empty one is forgotten. */
    @Transactional
    public void keep(String account, String name, String chosen) {
        jdbc.sql("delete from desk_choice where account = :account and name = :name")
                .param("account", account)
                .param("name", name)
                .update();
        if (!chosen.isEmpty()) {
            jdbc.sql("insert into desk_choice (account, name, chosen) values (:account, :name, :chosen)")
                    .param("account", account)
                    .param("name", name)
                    .param("chosen", chosen)
                    .update();
        }
    }
}
