package dev.signalbox.customer;

import dev.signalbox.clock.ServiceHours;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words delivery rows as customers are told them. */
final class Statements {

    private static final Comparator<SupportStatement.Line> ORDER = Comparator.comparing(
                    SupportStatement.Line::productFamily, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SupportStatement.Line::level, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SupportStatement.Line::hours);

    private Statements() {}

    static SupportStatement of(
            Partner partner,
            String customerId,
            ServiceHours hours,
            List<Delivery> deliveries,
            @Nullable String productFamily) {
        List<SupportStatement.Line> lines = deliveries.stream()
                .filter(row -> productFamily == null
                        || row.productFamily() == null
                        || row.productFamily().equals(productFamily))
                .filter(row -> !hours.aroundTheClock() || !Boolean.FALSE.equals(row.withinHours()))
                .map(row -> line(row, partner, hours))
                .sorted(ORDER)
                .toList();
        Optional<Delivery> within = first(deliveries, productFamily, true);
        // Only a row that speaks of the time outside the hours promises work then
        Optional<Delivery> outside = hours.aroundTheClock()
                ? Optional.empty()
                : first(deliveries, productFamily, false).filter(row -> row.withinHours() != null);
        return new SupportStatement(
                customerId,
                told(
                        within.map(row -> who(row, partner)).orElse(partner.name()),
                        outside.map(row -> who(row, partner))),
                hours.told(),
                partner.supportUrl() + ", " + partner.supportEmail() + ", " + partner.supportPhone(),
                told(within.map(Statements::price).orElse("included"), outside.map(Statements::price)),
                lines);
    }

    /** Who answers first. */
    private static Optional<Delivery> first(List<Delivery> deliveries, @Nullable String family, boolean within) {
        return deliveries.stream()
                .filter(row -> row.fits(family, "FIRST", within))
                .max(Comparator.comparingInt(Delivery::particular));
    }

    private static String told(String within, Optional<String> outside) {
        return outside.filter(words -> !words.equals(within))
                .map(words -> within + "; outside these hours: " + words)
                .orElse(within);
    }

    private static SupportStatement.Line line(Delivery row, Partner partner, ServiceHours hours) {
        return new SupportStatement.Line(
                row.productFamily(),
                row.level(),
                Boolean.FALSE.equals(row.withinHours()) ? "outside " + hours.told() : hours.told(),
                who(row, partner),
                price(row));
    }

    /** An outsourcer works under the partner's label; a resold provider under its own. */
    private static String who(Delivery row, Partner partner) {
        String provider = row.providerName();
        return row.party().equals("RESOLD_PROVIDER") && provider != null ? provider : partner.name();
    }

    private static String price(Delivery row) {
        String price = row.price();
        return !row.chargeable() ? "included" : price == null ? "by agreement" : price;
    }
}
