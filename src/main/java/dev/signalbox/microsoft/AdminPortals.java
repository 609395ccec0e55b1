package dev.signalbox.microsoft;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where each family of services is administered for a customer; rows, because Microsoft moves its portals. */
@Component
public class AdminPortals {

    private final JdbcClient jdbc;

    AdminPortals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A portal's name, and the address that opens it in the customer's tenant, for {@link DeepLinks#link}. */
    public record Portal(String label, String pattern) {}

    public Optional<Portal> of(String productFamily) {
        return jdbc.sql("select label, pattern from admin_portal where product_family = :family")
                .param("family", productFamily)
                .query((row, i) -> new Portal(row.getString("label"), row.getString("pattern")))
                .optional();
    }
}
