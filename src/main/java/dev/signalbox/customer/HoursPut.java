package dev.signalbox.customer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A calendar, or what is counted by one, was put by hand or by an import; open clocks are computed anew. */
public record HoursPut(
        String kind,
        String id,
        @Nullable String partnerId,
        @Nullable String customerId,
        @Nullable String versionOf) {

    /** The kinds of data that clocks depend on. */
    public static final Set<String> KINDS = Set.of("calendars", "calendar-uses", "contracts", "queues");
}
