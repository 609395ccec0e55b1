package dev.signalbox.customer;

import dev.signalbox.clock.ServiceHours;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words delivery rows as customers are told them. */
final class Statements {

    private static final Comparator<SupportStatement.Line> ORDER = Comparator.comparing(
                    SupportStatement.Line::productFamily, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SupportStatement.Line::level, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SupportStatement.Line::hours);

    private final Wording wording;

    Statements(Wording wording) {
        this.wording = wording;
    }

    SupportStatement of(
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
                wording.language(),
                told(
                        within.map(row -> who(row, partner)).orElse(partner.name()),
                        outside.map(row -> who(row, partner))),
                hours(hours),
                partner.supportUrl() + ", " + partner.supportEmail() + ", " + partner.supportPhone(),
                told(within.map(this::price).orElseGet(() -> wording.text("price.included")), outside.map(this::price)),
                lines);
    }

    /** Who answers first. */
    private static Optional<Delivery> first(List<Delivery> deliveries, @Nullable String family, boolean within) {
        return deliveries.stream()
                .filter(row -> row.fits(family, "FIRST", within))
                .max(Comparator.comparingInt(Delivery::particular));
    }

    private String told(String within, Optional<String> outside) {
        return outside.filter(words -> !words.equals(within))
                .map(words -> wording.text("terms.outside", within, words))
                .orElse(within);
    }

    private SupportStatement.Line line(Delivery row, Partner partner, ServiceHours hours) {
        String told = hours(hours);
        return new SupportStatement.Line(
                row.productFamily(),
                row.level(),
                Boolean.FALSE.equals(row.withinHours()) ? wording.text("hours.outside", told) : told,
                who(row, partner),
                price(row));
    }

    /** An outsourcer works under the partner's label; a resold provider under its own. */
    private static String who(Delivery row, Partner partner) {
        String provider = row.providerName();
        return row.party().equals("RESOLD_PROVIDER") && provider != null ? provider : partner.name();
    }

    private String hours(ServiceHours hours) {
        return hours.aroundTheClock()
                ? wording.text("hours.always")
                : wording.text("hours.between", days(hours), hours.opens(), hours.closes(), hours.zone());
    }

    private String days(ServiceHours hours) {
        List<DayOfWeek> days = hours.days().stream().sorted().toList();
        DayOfWeek first = days.getFirst();
        DayOfWeek last = days.getLast();
        boolean inARow = days.size() > 2 && last.getValue() - first.getValue() == days.size() - 1;
        return inARow
                ? wording.text("hours.days", day(first), day(last))
                : days.stream().map(this::day).collect(Collectors.joining(", "));
    }

    private String day(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, wording.locale());
    }

    private String price(Delivery row) {
        Price price = row.price();
        if (!row.chargeable()) {
            return wording.text("price.included");
        }
        if (price == null) {
            return wording.text("price.agreement");
        }
        NumberFormat amounts = NumberFormat.getNumberInstance(wording.locale());
        amounts.setMinimumFractionDigits(price.amount().stripTrailingZeros().scale() > 0 ? 2 : 0);
        amounts.setMaximumFractionDigits(2);
        return wording.text(
                "price." + price.per(),
                amounts.format(price.amount()),
                price.currency().getCurrencyCode());
    }
}
