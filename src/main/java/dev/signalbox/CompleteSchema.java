package dev.signalbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Looks, when Flyway is done and before anything else uses the database, whether every table and index that the schema's
 * scripts make is there, and whether the engine's are of this engine. Without an index the product would be right and
 * slow, or, without a unique one, wrong; neither shows before there is load.
 */
@Component
class CompleteSchema implements Callback {

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*--.*$");
    private static final Pattern TABLE =
            Pattern.compile("create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INDEX = Pattern.compile(
            "create\\s+(?:unique\\s+)?index\\s+(?:if\\s+not\\s+exists\\s+)?(\\w+)\\s+on\\s+[^;]+",
            Pattern.CASE_INSENSITIVE);
    /** What a later script takes away or names anew is not looked for. */
    private static final Pattern GONE = Pattern.compile(
            "(?:drop\\s+(?:table|index)\\s+(?:if\\s+exists\\s+)?|alter\\s+(?:table|index)\\s+)(\\w+)(?=\\s+rename\\s+to|\\s*;)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ENGINE_VERSION = Pattern.compile("\\('schema[.]version',\\s*'([^']+)'");

    @Override
    public String getCallbackName() {
        return "complete-schema";
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            check(context.getConnection());
        } catch (SQLException failed) {
            throw new IllegalStateException("The schema could not be looked at", failed);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static void check(Connection connection) throws SQLException, IOException {
        boolean postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        Map<String, String> tables = new LinkedHashMap<>();
        Map<String, String> indexes = new LinkedHashMap<>();
        Set<String> engine = new TreeSet<>();
        for (Resource script : scripts(postgres ? "postgres" : "h2")) {
            String text = COMMENT.matcher(script.getContentAsString(StandardCharsets.UTF_8))
                    .replaceAll("");
            made(TABLE, text, tables);
            made(INDEX, text, indexes);
            ENGINE_VERSION.matcher(text).results().forEach(found -> engine.add(found.group(1)));
            GONE.matcher(text).results().forEach(gone -> without(gone.group(1), tables, indexes));
        }
        tables.keySet()
                .removeAll(names(
                        connection,
                        postgres
                                ? "select relname from pg_class where relkind = 'r' and pg_table_is_visible(oid)"
                                : "select table_name from information_schema.tables"));
        if (!tables.isEmpty()) {
            throw new CannotStart(
                    "the database lacks %s.".formatted(named("table", "tables", tables.keySet())),
                    "Restore the backup that belongs to this version.");
        }
        Set<String> kept = names(connection, "select value_ from act_ge_property where name_ = 'schema.version'");
        if (!kept.equals(engine)) {
            throw new CannotStart(
                    "the engine's tables are of version %s, which is not the one of this engine."
                            .formatted(String.join(", ", kept)),
                    "Start the version of Signalbox that made them, or restore the backup that belongs to this one.");
        }
        indexes.keySet()
                .removeAll(names(
                        connection,
                        postgres
                                // one whose making broke off is there and serves nobody
                                ? "select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid"
                                        + " where i.indisvalid and pg_table_is_visible(c.oid)"
                                : "select index_name from information_schema.indexes"));
        if (!indexes.isEmpty()) {
            throw new CannotStart(
                    "the database lacks %s.".formatted(named("index", "indexes", indexes.keySet())),
                    "Make what is missing again: %s;".formatted(String.join("; ", indexes.values())));
        }
    }

    private static Resource[] scripts(String database) throws IOException {
        var resources = new PathMatchingResourcePatternResolver();
        // in the order of their versions, so that what is dropped was made before
        Resource[] own = resources.getResources("classpath:db/migration/*.sql");
        Arrays.sort(own, Comparator.comparingInt(CompleteSchema::version));
        Resource[] engine = resources.getResources(
                "classpath*:org/camunda/bpm/engine/db/create/activiti." + database + ".create.*.sql");
        Resource[] all = new Resource[own.length + engine.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(engine, 0, all, own.length, engine.length);
        return all;
    }

    private static int version(Resource script) {
        return Integer.parseInt(
                String.valueOf(script.getFilename()).replaceFirst("^V", "").replaceFirst("\\D.*", ""));
    }

    /** By name, each with the statement that makes it. */
    private static void made(Pattern pattern, String script, Map<String, String> into) {
        Matcher create = pattern.matcher(script);
        while (create.find()) {
            into.put(
                    create.group(1).toLowerCase(Locale.ROOT),
                    create.group().strip().replaceAll("\\s+", " "));
        }
    }

    private static void without(String gone, Map<String, String> tables, Map<String, String> indexes) {
        tables.remove(gone.toLowerCase(Locale.ROOT));
        indexes.remove(gone.toLowerCase(Locale.ROOT));
        indexes.values().removeIf(made -> made.matches("(?i).*\\son\\s" + gone + "\\b.*"));
    }

    private static Set<String> names(Connection connection, String sql) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static String named(String one, String several, Set<String> names) {
        return "the %s %s".formatted(names.size() == 1 ? one : several, String.join(", ", names));
    }
}
