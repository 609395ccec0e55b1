package dev.signalbox.messaging;

import dev.signalbox.access.ServiceAccount;
import dev.signalbox.access.ServiceAccounts;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Tickets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Whether a sender may send an event: the same for HTTP and Kafka. A source that service accounts list is bound to what
 * these may send and for whom, whichever way it comes.
 */
@Component
class Senders {

    private final ServiceAccounts services;
    private final Customers customers;
    private final Tickets tickets;
    private final boolean refuseUnlisted;

    Senders(ServiceAccounts services, Customers customers, Tickets tickets, InboxProperties properties) {
        this.services = services;
        this.customers = customers;
        this.tickets = tickets;
        this.refuseUnlisted = properties.unlistedSources() == InboxProperties.Unlisted.REFUSE;
    }

    /** Whose data an event is about; null where it is not ours. */
    private record Whose(@Nullable String partner, @Nullable String customer, String told) {}

    /**
     * @param sender who brought the event with a token; null where only its source tells
     * @throws Refused if no account behind the event may send it
     */
    void check(InboundEvent event, @Nullable ServiceAccount sender, boolean signedIn) {
        foreign(event, sender).ifPresent(refused -> {
            throw refused;
        });
        List<ServiceAccount> behind = sender == null ? services.behind(event.source()) : List.of(sender);
        if (behind.isEmpty()) {
            if (refuseUnlisted && !signedIn) {
                throw new Refused("source", "a source that a service account lists", event.source());
            }
            return;
        }
        List<Whose> whose = whose(event);
        List<Problem> first = new ArrayList<>();
        for (ServiceAccount account : behind) {
            List<Problem> against = against(account, event, whose);
            if (against.isEmpty()) {
                return;
            }
            if (first.isEmpty()) {
                first.addAll(against);
            }
        }
        throw new Refused(first.stream().distinct().toList());
    }

    /** Why {@code sender} may not speak for the event's source; whoever may not learns nothing of its events. */
    static Optional<Refused> foreign(InboundEvent event, @Nullable ServiceAccount sender) {
        return sender == null || sender.lists(event.source())
                ? Optional.empty()
                : Optional.of(new Refused(
                        "source",
                        "one of the sources of \"" + sender.id() + "\", " + sender.sources(),
                        event.source()));
    }

    /** Whether the accounts behind the event's source may send it, as things are now. */
    boolean may(InboundEvent event) {
        try {
            check(event, null, true);
            return true;
        } catch (Refused foreign) {
            return false;
        }
    }

    private static List<Problem> against(ServiceAccount account, InboundEvent event, List<Whose> whose) {
        List<Problem> problems = new ArrayList<>();
        account.against(event.type(), null, null).ifPresent(problems::add);
        boolean limited = account.partnerId() != null || !account.customers().isEmpty();
        for (Whose one : limited && problems.isEmpty() ? whose : List.<Whose>of()) {
            boolean foreign = one.customer() == null
                    || account.against(event.type(), one.partner(), one.customer())
                            .isPresent();
            if (foreign) {
                // Says no more of a foreign customer than of an unknown one
                problems.add(Problem.of("data", "what belongs to a customer of \"" + account.id() + "\"", one.told()));
            }
        }
        return problems;
    }

    private List<Whose> whose(InboundEvent event) {
        JsonNode data = event.data();
        if (event.type().equals(TicketRequests.TYPE)) {
            String customer = Reactions.text(data, "customerId");
            return customer == null ? List.of() : List.of(of(customer, customers.resolve(customer)));
        }
        List<Whose> found = new ArrayList<>();
        data.path("tenantIds").forEach(tenant -> found.add(tenant(tenant)));
        if (data.has("tenantId")) {
            found.add(tenant(data.path("tenantId")));
        }
        if (found.isEmpty() && event.subject() != null) {
            String subject = event.subject();
            tickets.named(event.source(), subject)
                    .flatMap(tickets::find)
                    .map(ticket -> new Whose(ticket.partnerId(), ticket.customerId(), subject))
                    .ifPresent(found::add);
        }
        return found;
    }

    private Whose tenant(JsonNode tenant) {
        String id = tenant.asString("");
        return of(id, customers.byTenant(id));
    }

    private static Whose of(String told, Optional<Customer> customer) {
        return customer.map(known -> new Whose(known.partnerId(), known.id(), told))
                .orElseGet(() -> new Whose(null, null, told));
    }
}
