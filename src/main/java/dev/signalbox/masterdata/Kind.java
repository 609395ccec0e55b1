package dev.signalbox.masterdata;

import dev.signalbox.access.Action;
import java.util.ArrayList;
import java.util.List;

/** A kind of the partner's own data: where it is kept, its fields, whose it is, and what must hold among its fields. */
public record Kind(
        String name,
        String singular,
        String table,
        String idColumn,
        Whose whose,
        Action seenWith,
        Action managedWith,
        List<Field> fieldList,
        Rule rule) {

    /** Through which field data belongs to a partner. */
    enum Whose {
        /** It is the partner. */
        ITSELF("t.id"),
        PARTNER("t.partner_id"),
        CUSTOMER("(select c.partner_id from customer c where c.id = t.customer_id)");

        final String partnerSql;

        Whose(String partnerSql) {
            this.partnerSql = partnerSql;
        }
    }

    /** The names of the fields, the id first. */
    public List<String> columns() {
        List<String> names = new ArrayList<>();
        names.add("externalId");
        fieldList.forEach(field -> names.add(field.name()));
        return names;
    }

    boolean belongsToCustomers() {
        return fieldList.stream().anyMatch(field -> field.name().equals("customerId"));
    }

    Field field(String wanted) {
        return fieldList.stream()
                .filter(field -> field.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected a field " + wanted + " of " + name));
    }

    @Override
    public String toString() {
        return name;
    }
}
