package dev.signalbox.demo;

import dev.signalbox.ticket.TicketState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stories the demo world is told with: real-sounding faults over all products, mixed over all states. */
final class Stories {

    private record Plot(String family, String category, String cause, String title, String description) {}

    private static final List<Plot> PLOTS = List.of(
            new Plot(
                    "M365",
                    "SERVICE_ERROR",
                    "UNDOCUMENTED_DEVIATION",
                    "Shared mailboxes disappear for users in Brno",
                    "Since this morning nobody in Brno sees the shared mailboxes in Outlook. Prague is fine. We tried new profiles on two machines, no change."),
            new Plot(
                    "AZURE",
                    "SERVICE_DOWN",
                    "SERVICE_UNAVAILABLE",
                    "All sites down in West Europe after certificate change",
                    "Every App Service of the shop answers 503 since 07:40. We renewed the wildcard certificate yesterday evening; staging works."),
            new Plot(
                    "D365_CE",
                    "PERFORMANCE",
                    "SERVICE_MALFUNCTION",
                    "Opportunity form needs forty seconds to open",
                    "Sales in three countries wait 40 seconds for each opportunity. Accounts and contacts open at once. It began after the weekend."),
            new Plot(
                    "BUSINESS_CENTRAL",
                    "SERVICE_ERROR",
                    "SERVICE_MALFUNCTION",
                    "Posting of sales invoices stops with a lock",
                    "Posting ends with 'the table is locked by another user' although nobody else works. Restarting the session does not help."),
            new Plot(
                    "POWER_PLATFORM",
                    "SERVICE_ERROR",
                    "UNDOCUMENTED_DEVIATION",
                    "Approval flow runs but sends no mail",
                    "The purchase approval runs green, approvers get no mail since Thursday. The connection was renewed and tests fine."),
            new Plot(
                    "EMS",
                    "CONFIGURATION",
                    "CONFIGURATION",
                    "New phones do not enrol",
                    "Company phones stop at 'preparing' during enrolment. Personal devices enrol. We changed the compliance policy last week."),
            new Plot(
                    "ON_PREM",
                    "SERVICE_ERROR",
                    "UNDOCUMENTED_DEVIATION",
                    "Replication between two domain controllers fails",
                    "Event 2042 on the second controller since the storage move. DNS and time look right."),
            new Plot(
                    "M365",
                    "HOW_TO",
                    "KNOWN_DOCUMENTED",
                    "How do we keep meeting recordings for a year?",
                    "Our auditors ask for recordings of board meetings to be kept for twelve months. Where is that set?"),
            new Plot(
                    "M365",
                    "BILLING",
                    "BILLING_DISPUTE",
                    "Charged for 40 seats that were cancelled",
                    "We cancelled forty Business Premium seats inside the window, the invoice still shows them for the whole month."),
            new Plot(
                    "AZURE",
                    "QUOTA",
                    "COMMERCE_PLATFORM",
                    "Need 200 more vCPUs in North Europe by Monday",
                    "The year-end batch needs 200 vCPUs of the D series; the portal refuses above 100."),
            new Plot(
                    "AZURE",
                    "PERFORMANCE",
                    "PARTNER_SOLUTION",
                    "Order database slow since the index job",
                    "Queries of the order history went from 200 ms to 9 s after our index job ran on Sunday."),
            new Plot(
                    "M365",
                    "CONFIGURATION",
                    "CONFIGURATION",
                    "Partners cannot open shared folders",
                    "External partners get 'this link does not work for you' on folders that worked in spring."),
            new Plot(
                    "D365_FO",
                    "SERVICE_ERROR",
                    "SERVICE_MALFUNCTION",
                    "Payment journal export is empty",
                    "The SEPA export writes an empty file for legal entity CZ02 only. Other entities export."),
            new Plot(
                    "MARKETPLACE",
                    "SERVICE_ERROR",
                    "ISV_PRODUCT",
                    "Signature add-in puts the wrong footer",
                    "The signature product we bought in the marketplace adds last year's address to every mail."),
            new Plot(
                    "M365",
                    "SECURITY_VULNERABILITY",
                    "UNKNOWN",
                    "Preview pane shows a file nobody may open",
                    "A member of staff can see the first page of a file in a site he has no rights to. We can repeat it."),
            new Plot(
                    "PARTNER_CENTER",
                    "PARTNER_CENTER_FAULT",
                    "COMMERCE_PLATFORM",
                    "Price list export stops at 5,000 rows",
                    "The export of the new price list ends at exactly 5,000 rows without an error."),
            new Plot(
                    "M365",
                    "LICENSE_COUNT",
                    "COMMERCE_PLATFORM",
                    "Portal shows 12 licences fewer than bought",
                    "We ordered 60 licences on Tuesday, the admin centre shows 48 and refuses to assign more."),
            new Plot(
                    "AZURE",
                    "SERVICE_ERROR",
                    "UNDOCUMENTED_DEVIATION",
                    "Function app loses its managed identity after restart",
                    "After each restart the app gets 401 from the vault until the identity is switched off and on."),
            new Plot(
                    "ON_PREM",
                    "PERFORMANCE",
                    "KNOWN_DOCUMENTED",
                    "File server crawls after the update",
                    "Copying a gigabyte takes eleven minutes since the November update; before, forty seconds."),
            new Plot(
                    "M365",
                    "SLA_CREDIT",
                    "SERVICE_UNAVAILABLE",
                    "Credit for the mail outage of last month",
                    "Mail was down for our Ostrava site for five hours on the 14th. We ask for the service credit."));

    private static final Map<TicketState, Integer> MANY = Map.ofEntries(
            Map.entry(TicketState.RECEIVED, 12),
            Map.entry(TicketState.DIAGNOSING, 24),
            Map.entry(TicketState.PARTNER_RESOLVING, 22),
            Map.entry(TicketState.AWAITING_CUSTOMER, 14),
            Map.entry(TicketState.LINKED_TO_OUTAGE, 6),
            Map.entry(TicketState.WITH_THIRD_PARTY, 10),
            Map.entry(TicketState.ESCALATION_PREPARING, 18),
            Map.entry(TicketState.AWAITING_MICROSOFT, 16),
            Map.entry(TicketState.MICROSOFT_NEEDS_INFO, 6),
            Map.entry(TicketState.SOLUTION_PROPOSED, 6),
            Map.entry(TicketState.RESOLVED, 14),
            Map.entry(TicketState.CLOSED, 44),
            Map.entry(TicketState.WITHDRAWN, 5),
            Map.entry(TicketState.MERGED, 3));

    private Stories() {}

    /** Two hundred stories; the oldest, which have ended, come first. */
    static List<Story> all() {
        List<TicketState> ends = new ArrayList<>();
        for (TicketState state : List.of(
                TicketState.CLOSED,
                TicketState.WITHDRAWN,
                TicketState.MERGED,
                TicketState.RESOLVED,
                TicketState.SOLUTION_PROPOSED,
                TicketState.AWAITING_MICROSOFT,
                TicketState.MICROSOFT_NEEDS_INFO,
                TicketState.WITH_THIRD_PARTY,
                TicketState.ESCALATION_PREPARING,
                TicketState.AWAITING_CUSTOMER,
                TicketState.LINKED_TO_OUTAGE,
                TicketState.PARTNER_RESOLVING,
                TicketState.DIAGNOSING,
                TicketState.RECEIVED)) {
            for (int i = 0; i < MANY.getOrDefault(state, 0); i++) {
                ends.add(state);
            }
        }
        List<Story> stories = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            stories.add(story(i, ends.get(i)));
        }
        return stories;
    }

    private static Story story(int index, TicketState ends) {
        Plot plot = fitting(index, ends);
        String impact = List.of("MODERATE", "SIGNIFICANT", "MINIMAL", "MODERATE", "UNKNOWN")
                .get(index % 5);
        String category = ends == TicketState.RECEIVED && index % 2 == 0 ? "OTHER" : plot.category();
        if (ends == TicketState.RECEIVED && index % 2 == 1) {
            impact = "UNKNOWN";
        }
        return new Story(
                plot.family(),
                category,
                ends == TicketState.PARTNER_RESOLVING ? "CONFIGURATION" : plot.cause(),
                plot.title(),
                plot.description(),
                impact,
                ends);
    }

    private static Plot fitting(int index, TicketState ends) {
        return switch (ends) {
            case WITH_THIRD_PARTY -> index % 3 == 0 ? PLOTS.get(14) : PLOTS.get(13);
            case LINKED_TO_OUTAGE -> index % 2 == 0 ? PLOTS.get(0) : PLOTS.get(1);
            case AWAITING_MICROSOFT, MICROSOFT_NEEDS_INFO, SOLUTION_PROPOSED, ESCALATION_PREPARING ->
                List.of(PLOTS.get(0), PLOTS.get(1), PLOTS.get(4), PLOTS.get(6), PLOTS.get(8), PLOTS.get(17))
                        .get(index % 6);
            case RECEIVED -> PLOTS.get(index % 13);
            case PARTNER_RESOLVING ->
                List.of(PLOTS.get(5), PLOTS.get(7), PLOTS.get(10), PLOTS.get(11), PLOTS.get(18))
                        .get(index % 5);
            default -> PLOTS.get(index % PLOTS.size());
        };
    }
}
