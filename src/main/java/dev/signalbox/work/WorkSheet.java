package dev.signalbox.work;

import dev.signalbox.customer.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement as the rows of a sheet: lines of work, prices of months, and a total for each currency. */
public final class WorkSheet {

    public static final List<String> COLUMNS = List.of(
            "line",
            "month",
            "customerId",
            "ticket",
            "title",
            "deliveryId",
            "party",
            "minutes",
            "unit",
            "price",
            "currency",
            "amount");

    private WorkSheet() {}

    public static List<Map<String, @Nullable Object>> rows(WorkStatement statement) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (WorkStatement.Line line : statement.lines()) {
            Map<String, @Nullable Object> row = row(line.ticket() == null ? "FEE" : "WORK", statement);
            row.put("ticket", line.ticket());
            row.put("title", line.title());
            row.put("deliveryId", line.deliveryId());
            row.put("party", line.party());
            row.put("minutes", line.minutes());
            Price price = line.price();
            if (price != null) {
                row.put("unit", price.per());
                row.put("price", price.amount().toPlainString());
                row.put("currency", price.currency().getCurrencyCode());
            }
            row.put("amount", plain(line.amount()));
            rows.add(row);
        }
        for (WorkStatement.Total total : statement.totals()) {
            Map<String, @Nullable Object> row = row("TOTAL", statement);
            row.put("currency", total.currency());
            row.put("amount", plain(total.amount()));
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> row(String line, WorkStatement statement) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("line", line);
        row.put("month", statement.month());
        row.put("customerId", statement.customerId());
        return row;
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
