package dev.signalbox.masterdata;

import dev.signalbox.access.Seal;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes the rows of any kind. Tables and columns come from {@link Kinds}, never from a client. */
@Component
class Rows {

    private final JdbcClient jdbc;
    private final Seal seal;

    Rows(JdbcClient jdbc, Seal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    /** A row: its id, the partner it belongs to, and its values by the names of its fields. */
    record Row(String id, @Nullable String partnerId, Map<String, @Nullable Object> values) {}

    /** Which rows to list; null leaves it open. */
    record Wanted(
            @Nullable String partner,
            @Nullable String customer,
            @Nullable String text) {}

    Optional<Row> find(Kind kind, String id) {
        return jdbc.sql(select(kind) + " where t." + kind.idColumn() + " = :id")
                .param("id", id)
                .query((row, i) -> row(kind, row))
                .optional();
    }

    /** Keeps the row from others until the transaction ends; nothing where there is none. */
    void lock(Kind kind, String id) {
        jdbc.sql("select " + kind.idColumn() + " from " + kind.table() + " where " + kind.idColumn()
                        + " = :id for update")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    List<Row> page(Kind kind, Wanted wanted, int page, int size) {
        return jdbc.sql(select(kind) + where(kind, wanted) + " order by t." + kind.idColumn()
                        + " offset :offset rows fetch next :size rows only")
                .params(params(wanted))
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> row(kind, row))
                .list();
    }

    long count(Kind kind, Wanted wanted) {
        return jdbc.sql("select count(*) from " + kind.table() + " t" + where(kind, wanted))
                .params(params(wanted))
                .query(Long.class)
                .single();
    }

    /** The partner that the item belongs to; empty where there is no such item or it is nobody's. */
    Optional<String> partnerOf(String kind, String id) {
        return find(kind(kind), id).map(Row::partnerId);
    }

    static Kind kind(String name) {
        return Kinds.find(name).orElseThrow(() -> new IllegalArgumentException("Expected a kind, found " + name));
    }

    /** Which other item holds {@code value} in a field that no two may share. */
    Optional<String> holder(Kind kind, Field field, Object value, String butNot) {
        return jdbc
                .sql("select " + kind.idColumn() + " from " + kind.table() + " where lower(" + field.column()
                        + ") = :found and " + kind.idColumn() + " <> :id")
                .param("found", value.toString().toLowerCase(Locale.ROOT))
                .param("id", butNot)
                .query(String.class)
                .list()
                .stream()
                .findFirst();
    }

    void insert(Kind kind, String id, Map<String, @Nullable Object> values) {
        List<Field> fields = kind.fieldList();
        jdbc.sql("insert into " + kind.table() + " (" + kind.idColumn() + ", "
                        + fields.stream().map(Field::column).collect(Collectors.joining(", ")) + ") values (:id, "
                        + fields.stream().map(field -> ":" + field.name()).collect(Collectors.joining(", ")) + ")")
                .params(stored(kind, values))
                .param("id", id)
                .update();
    }

    void update(Kind kind, String id, Map<String, @Nullable Object> values) {
        jdbc.sql("update " + kind.table() + " set "
                        + kind.fieldList().stream()
                                .map(field -> field.column() + " = :" + field.name())
                                .collect(Collectors.joining(", "))
                        + " where " + kind.idColumn() + " = :id")
                .params(stored(kind, values))
                .param("id", id)
                .update();
    }

    private static String select(Kind kind) {
        return "select t.*, " + kind.whose().partnerSql + " as whose from " + kind.table() + " t";
    }

    private static String where(Kind kind, Wanted wanted) {
        StringBuilder where = new StringBuilder(" where 1 = 1");
        if (wanted.partner() != null) {
            where.append(" and ").append(kind.whose().partnerSql).append(" = :partner");
        }
        if (wanted.customer() != null) {
            where.append(kind.belongsToCustomers() ? " and t.customer_id = :customer" : " and 1 = 0");
        }
        if (wanted.text() != null) {
            String name = kind.fieldList().stream()
                    .map(Field::name)
                    .filter(field -> field.equals("name") || field.equals("displayName"))
                    .findFirst()
                    .map(field -> kind.field(field).column())
                    .orElse(kind.idColumn());
            where.append(" and (lower(t.")
                    .append(kind.idColumn())
                    .append(") like :q escape '!' or lower(t.")
                    .append(name)
                    .append(") like :q escape '!')");
        }
        return where.toString();
    }

    private static Map<String, Object> params(Wanted wanted) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (wanted.partner() != null) {
            params.put("partner", wanted.partner());
        }
        if (wanted.customer() != null) {
            params.put("customer", wanted.customer());
        }
        if (wanted.text() != null) {
            String text = wanted.text().toLowerCase(Locale.ROOT);
            params.put("q", "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
        }
        return params;
    }

    private Map<String, @Nullable Object> stored(Kind kind, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> stored = new LinkedHashMap<>();
        for (Field field : kind.fieldList()) {
            Object value = values.get(field.name());
            stored.put(
                    field.name(),
                    switch (value) {
                        case List<?> items ->
                            items.stream().map(String::valueOf).collect(Collectors.joining(","));
                        case Instant instant -> instant.atOffset(ZoneOffset.UTC);
                        case String text -> field.secret() ? seal.close(text) : text;
                        case null -> null;
                        default -> value;
                    });
        }
        return stored;
    }

    private Row row(Kind kind, ResultSet row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field field : kind.fieldList()) {
            Object value = value(field, row);
            values.put(field.name(), field.secret() && value != null ? seal.open(value.toString()) : value);
        }
        return new Row(row.getString(kind.idColumn()), row.getString("whose"), values);
    }

    private static @Nullable Object value(Field field, ResultSet row) throws SQLException {
        return switch (field.form()) {
            case FLAG -> row.getObject(field.column(), Boolean.class);
            case COUNT -> row.getObject(field.column(), Integer.class);
            case MONEY -> {
                BigDecimal amount = row.getBigDecimal(field.column());
                yield amount == null ? null : amount.setScale(2);
            }
            case TIME -> {
                OffsetDateTime time = row.getObject(field.column(), OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
            case LIST -> {
                String text = row.getString(field.column());
                yield text == null || text.isEmpty()
                        ? List.of()
                        : List.of(text.split(",")).stream().sorted().toList();
            }
            default -> row.getString(field.column());
        };
    }
}
