package dev.signalbox.decision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All answers that people gave in place of tables, and how often that happened to each rule. */
@Component
public class PersonsAnswers {

    private static final TypeReference<Map<String, @Nullable Object>> OUTPUTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> RULES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final DecisionRecords records;
    private final JsonMapper json;
    private final Clock clock;

    PersonsAnswers(JdbcClient jdbc, DecisionRecords records, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.records = records;
        this.json = json;
        this.clock = clock;
    }

    /** Keeps the answer in place of the table's newest one for the ticket, which may be missing. */
    public PersonsAnswer keep(
            long ticket,
            String key,
            PersonsAnswer.Kind kind,
            Map<String, ? extends @Nullable Object> outputs,
            String grounds,
            String actor) {
        Optional<DecisionRecord> made = records.newest(ticket, key);
        Map<String, @Nullable Object> former = new LinkedHashMap<>();
        made.map(DecisionRecord::outputs)
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .ifPresent(answered -> outputs.keySet().forEach(name -> former.put(name, answered.get(name))));
        PersonsAnswer answer = new PersonsAnswer(
                UUID.randomUUID().toString(),
                ticket,
                key,
                kind,
                made.map(DecisionRecord::id).orElse(null),
                made.map(DecisionRecord::version).orElse(0),
                made.map(one -> one.rules().stream()
                                .map(DecisionRecord.Rule::id)
                                .toList())
                        .orElse(List.of()),
                former,
                new LinkedHashMap<>(outputs),
                grounds,
                actor,
                clock.instant());
        jdbc.sql("""
                insert into decision_override (id, ticket, decision, decision_id, version, rules, former, outputs,
                  grounds, kind, actor, at)
                values (:id, :ticket, :decision, :made, :version, :rules, :former, :outputs, :grounds, :kind, :actor,
                  :at)""")
                .param("id", answer.id())
                .param("ticket", ticket)
                .param("decision", key)
                .param("made", answer.decisionId())
                .param("version", answer.version())
                .param("rules", json.writeValueAsString(answer.rules()))
                .param("former", json.writeValueAsString(former))
                .param("outputs", json.writeValueAsString(answer.outputs()))
                .param("grounds", grounds)
                .param("kind", kind.name())
                .param("actor", actor)
                .param("at", answer.time().atOffset(ZoneOffset.UTC))
                .update();
        return answer;
    }

    /** The newest answer to the decision for the ticket, if it rests on what holds now; that is asked where there is one. */
    public Optional<PersonsAnswer> standing(long ticket, String key, Supplier<String> grounds) {
        return jdbc
                .sql("select * from decision_override where ticket = :ticket and decision = :key order by number desc")
                .param("ticket", ticket)
                .param("key", key)
                .query((row, i) -> answer(row))
                .list()
                .stream()
                .findFirst()
                .filter(newest -> newest.grounds().equals(grounds.get()));
    }

    public List<PersonsAnswer> of(long ticket) {
        return jdbc.sql("select * from decision_override where ticket = :ticket order by number")
                .param("ticket", ticket)
                .query((row, i) -> answer(row))
                .list();
    }

    /** Notes on the table's newest answer that {@code answer} stood in its place. */
    public void stood(PersonsAnswer answer) {
        records.newest(answer.ticket(), answer.key())
                .ifPresent(made -> jdbc.sql("update decision_record set override_id = :answer where id = :id")
                        .param("answer", answer.id())
                        .param("id", made.id())
                        .update());
    }

    /** How often each rule of the table answered and how often a person thought better; of one partner, or of all. */
    public List<RuleCount> counts(String key, @Nullable String partner) {
        Map<RuleCount.Key, int[]> counts = new LinkedHashMap<>();
        Map<String, @Nullable String> told = new LinkedHashMap<>();
        jdbc.sql("""
                        select r.version, r.rules, count(*) as times from decision_record r
                        left join ticket t on t.number = r.ticket
                        where r.decision = :key and (cast(:partner as varchar(60)) is null or t.partner_id = :partner)
                        group by r.version, r.rules""").param("key", key).param("partner", partner).query(row -> {
            List<DecisionRecord.Rule> rules =
                    json.readValue(row.getString("rules"), new TypeReference<List<DecisionRecord.Rule>>() {});
            int version = row.getInt("version");
            int times = row.getInt("times");
            for (DecisionRecord.Rule rule : rules) {
                told.put(rule.id(), rule.description());
                counts.computeIfAbsent(new RuleCount.Key(rule.id(), version), none -> new int[2])[0] += times;
            }
        });
        jdbc.sql("""
                        select o.version, o.rules, count(*) as times from decision_override o
                        join ticket t on t.number = o.ticket
                        where o.decision = :key and o.kind in ('OVERRIDE', 'CORRECTION')
                        and (cast(:partner as varchar(60)) is null or t.partner_id = :partner)
                        group by o.version, o.rules""").param("key", key).param("partner", partner).query(row -> {
            int version = row.getInt("version");
            int times = row.getInt("times");
            for (String rule : json.readValue(row.getString("rules"), RULES)) {
                counts.computeIfAbsent(new RuleCount.Key(rule, version), none -> new int[2])[1] += times;
            }
        });
        return counts.entrySet().stream()
                .map(counted -> new RuleCount(
                        counted.getKey().rule(),
                        told.get(counted.getKey().rule()),
                        counted.getKey().version(),
                        counted.getValue()[0],
                        counted.getValue()[1]))
                .sorted()
                .toList();
    }

    private PersonsAnswer answer(ResultSet row) throws SQLException {
        return new PersonsAnswer(
                row.getString("id"),
                row.getLong("ticket"),
                row.getString("decision"),
                PersonsAnswer.Kind.valueOf(row.getString("kind")),
                row.getString("decision_id"),
                row.getInt("version"),
                json.readValue(row.getString("rules"), RULES),
                json.readValue(row.getString("former"), OUTPUTS),
                json.readValue(row.getString("outputs"), OUTPUTS),
                row.getString("grounds"),
                row.getString("actor"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
