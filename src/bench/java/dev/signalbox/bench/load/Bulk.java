package dev.signalbox.bench.load;

import dev.signalbox.kit.ClosedTickets;
import java.sql.DriverManager;
import java.time.Duration;

/** Writes closed tickets into a PostgreSQL that the product has prepared. */
public final class Bulk {

    private Bulk() {}

    public static void main(String[] args) throws Exception {
        String url = System.getProperty("url", "jdbc:postgresql://127.0.0.1:5432/signalbox");
        int count = Integer.getInteger("closed", 1_000_000);
        long begin = System.nanoTime();
        try (var connection = DriverManager.getConnection(
                url, System.getProperty("user", "signalbox"), System.getProperty("password", "signalbox"))) {
            ClosedTickets.write(connection, count);
        }
        System.out.printf(
                "%,d closed tickets in %d s%n",
                count, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }
}
