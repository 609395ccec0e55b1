package dev.signalbox.decision;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All decisions ever made, kept apart from the engine's own history. */
@Component
public class DecisionRecords {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DecisionRecords(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void keep(DecisionRecord made) {
        jdbc.sql("""
                insert into decision_record (id, ticket, decision, version, at, inputs, rules, outputs)
                values (:id, :ticket, :decision, :version, :at, :inputs, :rules, :outputs)""")
                .param("id", made.id())
                .param("ticket", made.ticket())
                .param("decision", made.key())
                .param("version", made.version())
                .param("at", made.time().atOffset(ZoneOffset.UTC))
                .param("inputs", json.writeValueAsString(made.inputs()))
                .param("rules", json.writeValueAsString(made.rules()))
                .param("outputs", json.writeValueAsString(made.outputs()))
                .update();
    }

    public List<DecisionRecord> of(long ticket) {
        return jdbc.sql("select * from decision_record where ticket = :ticket order by at, id")
                .param("ticket", ticket)
                .query((row, i) -> new DecisionRecord(
                        row.getString("id"),
                        ticket,
                        row.getString("decision"),
                        row.getInt("version"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        json.readValue(row.getString("inputs"), new TypeReference<Map<String, @Nullable Object>>() {}),
                        json.readValue(row.getString("rules"), new TypeReference<List<DecisionRecord.Rule>>() {}),
                        json.readValue(row.getString("outputs"), Object.class),
                        row.getString("override_id")))
                .list();
    }

    /** The newest answer of the decision for the ticket. */
    public Optional<DecisionRecord> newest(long ticket, String key) {
        return of(ticket).stream().filter(made -> made.key().equals(key)).reduce((earlier, later) -> later);
    }
}
