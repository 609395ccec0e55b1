package dev.signalbox.bench.load;

import dev.signalbox.kit.Cpu;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Postgres;
import org.jspecify.annotations.Nullable;

/** What an application and its database have cost so far, as the system and the database count it. */
record Cost(long nanos, long applicationMillis, long databaseMillis, long statements, long commits, long walBytes) {

    static Cost now(Node node, @Nullable Postgres postgres) {
        if (postgres == null) {
            return new Cost(System.nanoTime(), Cpu.millis(node.pid()), 0, 0, 0, 0);
        }
        return new Cost(
                System.nanoTime(),
                Cpu.millis(node.pid()),
                Cpu.millis(postgres.processes()),
                postgres.number("select coalesce(sum(calls), 0) from pg_stat_statements s join pg_database d"
                        + " on d.oid = s.dbid where d.datname = 'signalbox' and s.userid ="
                        + " (select oid from pg_roles where rolname = 'signalbox')"),
                postgres.number("select xact_commit from pg_stat_database where datname = 'signalbox'"),
                postgres.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"));
    }

    Cost since(Cost before) {
        return new Cost(
                nanos - before.nanos,
                applicationMillis - before.applicationMillis,
                databaseMillis - before.databaseMillis,
                statements - before.statements,
                commits - before.commits,
                walBytes - before.walBytes);
    }
}
