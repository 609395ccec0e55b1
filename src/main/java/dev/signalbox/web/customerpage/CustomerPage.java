package dev.signalbox.web.customerpage;

import dev.signalbox.customer.SupportStatement;
import dev.signalbox.web.frame.ClockFace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the customer page shows. */
record CustomerPage(
        String id,
        String name,
        List<Fact> facts,
        List<Service> services,
        List<Issue> issues,
        List<Bought> bought,
        List<Plan> plans,
        @Nullable SupportStatement statement,
        List<Line> tickets,
        long open,
        boolean staff) {

    record Fact(String label, String value) {}

    /** A family of services; {@code look} is fine, soon (advisory), over (incident) or held (unknown or stale). */
    record Service(
            String family,
            String look,
            String told,
            String heard,
            @Nullable String portal,
            @Nullable String portalLabel) {}

    record Issue(String id, String title, String service, String kind, String since) {}

    record Bought(String name, String family, String where, String id) {}

    record Plan(String name, String vehicle, String status, String balance, String until) {}

    record Line(String number, String title, String state, String next, ClockFace.Face clock) {}

    /** A customer in the list. */
    record Row(String id, String name, String domain, String partner, String access, boolean usable) {}
}
