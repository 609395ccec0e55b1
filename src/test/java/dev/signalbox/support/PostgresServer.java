package dev.signalbox.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for the whole test JVM; each test class takes a fresh database in it. */
public final class PostgresServer {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private PostgresServer() {}

    /** A database with an owner who is no superuser, as in production. */
    public record Database(String host, int port, String name, String username, String password) {

        public String url() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
        }

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url(), username, password);
        }
    }

    public static Database freshDatabase(Class<?> forTest) {
        String name = forTest.getSimpleName().toLowerCase(Locale.ROOT) + "_" + COUNT.incrementAndGet();
        return database(name, "signalbox", "signalbox");
    }

    public static Database database(String name, String owner, String password) {
        EmbeddedPostgres server = Holder.SERVER;
        try (Connection admin = server.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("""
                    do $$ begin
                      if not exists (select from pg_roles where rolname = '%1$s') then
                        create role "%1$s" login password '%2$s';
                      end if;
                    end $$""".formatted(owner, password));
            statement.execute("create database \"%s\" owner \"%s\"".formatted(name, owner));
        } catch (SQLException failed) {
            throw new IllegalStateException("Database " + name + " not created", failed);
        }
        return new Database("127.0.0.1", server.getPort(), name, owner, password);
    }

    private static final class Holder {

        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // It stops itself with the JVM. Durability is PostgreSQL's own business, so tests need not wait for it.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
