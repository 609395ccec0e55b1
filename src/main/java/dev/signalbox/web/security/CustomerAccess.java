package dev.signalbox.web.security;

import dev.signalbox.access.ServiceAccount;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.messaging.TicketRequests;
import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.TicketRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds customers for a caller; a foreign one answers like an unknown one. */
@Component
public class CustomerAccess {

    private final Customers customers;

    CustomerAccess(Customers customers) {
        this.customers = customers;
    }

    /** By id, tenant or domain. */
    public Optional<Customer> find(Caller caller, String key) {
        return customers.resolve(key).filter(caller::reaches);
    }

    /** Refuses a request for a customer that is not the caller's, or that its service account may not send for. */
    public void mayRequest(Caller caller, TicketRequest request) {
        Customer customer = find(caller, request.customerId())
                .orElseThrow(() -> new Refused("customerId", "a known customer", request.customerId()));
        ServiceAccount service = caller.service();
        if (service != null) {
            service.against(TicketRequests.TYPE, customer.partnerId(), customer.id())
                    .ifPresent(problem -> {
                        throw new Refused(List.of(problem));
                    });
        }
    }
}
