package dev.signalbox.masterdata;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The text modules that are in use. */
@Component
public class TextModules {

    private final JdbcClient jdbc;

    TextModules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of a partner, the ones in {@code language} first. */
    public List<TextModule> of(String partner, @Nullable String language) {
        return jdbc.sql("""
                        select id, name, language, body from text_module where partner_id = :partner and active
                        order by case when language = :language then 0 else 1 end, language, name, id
                        fetch next 200 rows only""")
                .param("partner", partner)
                .param("language", language)
                .query((row, i) -> new TextModule(
                        row.getString("id"), row.getString("name"), row.getString("language"), row.getString("body")))
                .list();
    }
}
