package dev.signalbox.workflow;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.decision.Decisions;
import dev.signalbox.microsoft.CaseAttachments;
import dev.signalbox.microsoft.CaseAttachments.Attachment;
import dev.signalbox.microsoft.CasePackages;
import dev.signalbox.microsoft.CasePackages.Line;
import dev.signalbox.microsoft.DeepLinks;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A ticket's case on one sheet: what goes into the portal, what is still missing and why, and where to file it. */
@Component
public class CaseSheets {

    private final Tickets tickets;
    private final Customers customers;
    private final CaseFiles files;
    private final CaseAttachments attachments;
    private final Decisions decisions;

    CaseSheets(
            Tickets tickets, Customers customers, CaseFiles files, CaseAttachments attachments, Decisions decisions) {
        this.tickets = tickets;
        this.customers = customers;
        this.files = files;
        this.attachments = attachments;
        this.decisions = decisions;
    }

    /** A field that must hold something and does not. */
    public record Missing(String field, String label, String reason) {}

    /** The link opens the portal in the customer's tenant; null where the channel has none. */
    public record Sheet(
            String ticket,
            String customer,
            @Nullable String vehicle,
            @Nullable String channel,
            @Nullable String deepLink,
            List<Line> fields,
            List<Missing> missing,
            List<Attachment> attachments) {}

    public Sheet of(TicketNumber number) {
        Ticket ticket = tickets.get(number);
        Customer customer = customers.get(ticket.customerId());
        String link = DeepLinks.link(ticket.deepLink(), customer.tenantId(), customer.domain());
        List<Missing> missing = ticket.channel() == null
                ? List.of()
                : decisions.peek("package-completeness", files.presence(ticket)).stream()
                        .map(row -> {
                            String field = String.valueOf(row.get("field"));
                            return new Missing(field, CasePackages.label(field), String.valueOf(row.get("reason")));
                        })
                        .toList();
        return new Sheet(
                number.toString(),
                customer.name(),
                ticket.vehicle(),
                ticket.channel(),
                link.isEmpty() ? null : link,
                CasePackages.lines(files.known(ticket), String.valueOf(ticket.channel())),
                missing,
                attachments.of(number.value()));
    }
}
