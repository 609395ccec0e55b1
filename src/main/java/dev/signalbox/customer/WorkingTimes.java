package dev.signalbox.customer;

import dev.signalbox.clock.Calendar;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By which calendar what is counted: as it is, or as it would be. */
public interface WorkingTimes {

    Optional<Calendar> find(@Nullable String id);

    /** The calendar that the partner's desk works by. */
    Optional<Calendar> ofDesk(String partnerId);

    /** The calendar assigned to the vehicle, or Microsoft's published business hours where the customer is. */
    Calendar ofVehicle(String partnerId, @Nullable String vehicle, String country, ZoneId zone);

    /** The desk's own aim for each queue that has one, in minutes. */
    Map<String, Integer> aims();
}
