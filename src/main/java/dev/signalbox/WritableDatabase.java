package dev.signalbox;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes once at the start: a database that takes no writes would otherwise look well until the first ticket. */
@Component
@DependsOnDatabaseInitialization
class WritableDatabase implements InitializingBean {

    private final JdbcClient jdbc;

    WritableDatabase(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        jdbc.sql("update product_clock set offset_millis = offset_millis where id = 1")
                .update();
    }
}
