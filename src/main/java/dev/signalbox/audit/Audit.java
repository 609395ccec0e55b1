package dev.signalbox.audit;

import dev.signalbox.ticket.Occasion;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps changes for ever; nothing here changes or removes a row. */
@Component
public class Audit {

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Audit(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Keeps {@code change} in the caller's transaction, by whoever acts on the current {@link Occasion}. */
    public void keep(Change change) {
        jdbc.sql("""
                insert into audit (at, actor, action, kind, subject, partner_id, customer_id, was, became, reason)
                values (:at, :actor, :action, :kind, :subject, :partner, :customer, :was, :became, :reason)""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("actor", Occasion.current().actor())
                .param("action", change.action())
                .param("kind", change.kind())
                .param("subject", change.id())
                .param("partner", change.partnerId())
                .param("customer", change.customerId())
                .param("was", json.writeValueAsString(change.before()))
                .param("became", json.writeValueAsString(change.after()))
                .param("reason", change.reason())
                .update();
    }

    /** Changes, the newest first. */
    public List<AuditRow> page(AuditFilter filter, int page, int size) {
        return jdbc.sql("select * from audit" + where(filter)
                        + " order by number desc offset :offset rows fetch next :size rows only")
                .params(params(filter))
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> new AuditRow(
                        row.getLong("number"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("actor"),
                        new Change(
                                row.getString("action"),
                                row.getString("kind"),
                                row.getString("subject"),
                                row.getString("partner_id"),
                                row.getString("customer_id"),
                                json.readValue(row.getString("was"), VALUES),
                                json.readValue(row.getString("became"), VALUES),
                                row.getString("reason"))))
                .list();
    }

    public long count(AuditFilter filter) {
        return jdbc.sql("select count(*) from audit" + where(filter))
                .params(params(filter))
                .query(Long.class)
                .single();
    }

    private static String where(AuditFilter filter) {
        StringBuilder where = new StringBuilder(" where 1 = 1");
        params(filter).keySet().forEach(name -> where.append(CONDITIONS.get(name)));
        return where.toString();
    }

    private static final Map<String, String> CONDITIONS = Map.of(
            "kind", " and kind = :kind",
            "subject", " and subject = :subject",
            "actor", " and actor = :actor",
            "action", " and action = :action",
            "partner", " and partner_id = :partner",
            "since", " and at >= :since");

    private static Map<String, Object> params(AuditFilter filter) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (filter.kind() != null) {
            params.put("kind", filter.kind());
        }
        if (filter.id() != null) {
            params.put("subject", filter.id());
        }
        if (filter.actor() != null) {
            params.put("actor", filter.actor());
        }
        if (filter.action() != null) {
            params.put("action", filter.action());
        }
        if (filter.partnerId() != null) {
            params.put("partner", filter.partnerId());
        }
        if (filter.since() != null) {
            params.put("since", filter.since().atOffset(ZoneOffset.UTC));
        }
        return params;
    }
}
