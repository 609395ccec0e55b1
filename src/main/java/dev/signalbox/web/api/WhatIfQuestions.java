package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.clock.CalendarVersion;
import dev.signalbox.clock.ClockKind;
import dev.signalbox.customer.Calendars;
import dev.signalbox.customer.Customer;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.clocks.Supposition;
import dev.signalbox.workflow.clocks.WhatIf;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what somebody supposes, refuses what is not theirs or does not fit, and asks what it would move. */
@Component
public class WhatIfQuestions {

    private static final List<String> CLOCKS =
            Arrays.stream(ClockKind.values()).map(Enum::name).toList();
    private static final int LONGEST_TARGET_MINUTES = 366 * 24 * 60;

    private final WhatIf whatIf;
    private final Calendars calendars;
    private final CustomerAccess customers;

    WhatIfQuestions(WhatIf whatIf, Calendars calendars, CustomerAccess customers) {
        this.whatIf = whatIf;
        this.calendars = calendars;
        this.customers = customers;
    }

    public WhatIf.Answer ask(Caller caller, JsonNode body, Locale locale) {
        caller.needs(Action.SEE_REPORTS);
        Fields fields = new Fields(body);
        Fields calendar = fields.within("calendar");
        Fields contract = fields.within("contract");
        List<Fields> targets = fields.eachWithin("targets");
        if (calendar == null && contract == null && targets.isEmpty()) {
            fields.wrong("calendar", "a calendar, a contract or targets that would be changed", null);
        }
        Supposition.Calendar put = calendar == null ? null : calendar(caller, calendar);
        Supposition supposed = new Supposition(
                put,
                contract == null ? null : contract(caller, contract, put),
                targets.stream().map(target -> target(caller, target)).toList());
        fields.only("calendar", "contract", "targets");
        fields.done();
        return whatIf.ask(supposed, caller.partnerId(), locale);
    }

    /** In the form of {@code PUT /api/calendars/{externalId}}. */
    private Supposition.@Nullable Calendar calendar(Caller caller, Fields fields) {
        String id = fields.text("externalId", 60);
        if (!id.isEmpty() && !calendars.free(id) && !calendars.has(id, caller.partnerId())) {
            fields.wrong("externalId", "a calendar of yours, or a new one", id);
        }
        String of = fields.maybeText("versionOf", 60);
        if (of != null && !calendars.has(of, caller.partnerId())) {
            fields.wrong("versionOf", "a calendar of yours", of);
        }
        ZoneId zone = zone(fields);
        LocalDate from = date(fields);
        if ((of == null) != (from == null)) {
            fields.wrong(of == null ? "versionOf" : "validFrom", "both of versionOf and validFrom, or neither", null);
        }
        List<String> hours = fields.texts("hours");
        List<String> holidays = fields.texts("holidays");
        List<String> ownDays = fields.texts("ownDays");
        fields.only("externalId", "name", "timeZone", "hours", "holidays", "ownDays", "versionOf", "validFrom");
        if (zone == null) {
            return null;
        }
        Optional<CalendarVersion> version = CalendarVersion.read(from, zone, hours, holidays, ownDays, fields::wrong);
        return version.map(read -> new Supposition.Calendar(id, of, read)).orElse(null);
    }

    private static @Nullable ZoneId zone(Fields fields) {
        String zone = fields.text("timeZone", 60);
        try {
            return zone.isEmpty() ? null : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            fields.wrong("timeZone", "a time zone such as Europe/Prague", zone);
            return null;
        }
    }

    private static @Nullable LocalDate date(Fields fields) {
        String text = fields.maybeText("validFrom", 10);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException wrong) {
            fields.wrong("validFrom", "a day such as 2027-01-01", text);
            return null;
        }
    }

    private Supposition.Contract contract(Caller caller, Fields fields, Supposition.@Nullable Calendar put) {
        String customer = customer(caller, fields, fields.text("customerId", 200));
        String calendar = fields.text("calendarId", 60);
        boolean supposed = put != null && put.id().equals(calendar);
        if (!calendar.isEmpty() && !supposed && !calendars.has(calendar, caller.partnerId())) {
            fields.wrong("calendarId", "a calendar of yours, or the one that is supposed", calendar);
        }
        fields.only("customerId", "calendarId");
        return new Supposition.Contract(Objects.requireNonNullElse(customer, ""), calendar);
    }

    private Supposition.Target target(Caller caller, Fields fields) {
        String clock = fields.oneOf("clock", CLOCKS.toArray(String[]::new));
        int minutes = fields.number("minutes", 1, LONGEST_TARGET_MINUTES);
        String severity = fields.maybeOneOf("severity", List.of("A", "B", "C"));
        String customer = fields.maybeText("customerId", 200);
        String vehicle = fields.maybeText("vehicle", 60);
        String queue = fields.maybeText("queue", 60);
        fields.only("clock", "minutes", "severity", "customerId", "vehicle", "queue");
        return new Supposition.Target(
                ClockKind.valueOf(clock),
                minutes,
                severity,
                customer == null ? null : customer(caller, fields, customer),
                vehicle,
                queue);
    }

    private @Nullable String customer(Caller caller, Fields fields, String key) {
        Optional<Customer> found = customers.find(caller, key);
        if (found.isEmpty() && !key.isEmpty()) {
            fields.wrong("customerId", "a customer of yours", key);
        }
        return found.map(Customer::id).orElse(null);
    }
}
