package dev.signalbox.microsoft;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Subscription;
import dev.signalbox.microsoft.connection.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whose health a connection may read: the partner's customers with usable access, and their Azure subscriptions. */
@Component
class HealthTargets {

    private static final int PAGE = 200;

    private final Customers customers;
    private final Clock clock;

    HealthTargets(Customers customers, Clock clock) {
        this.customers = customers;
        this.clock = clock;
    }

    List<HealthTarget> of(Connection connection) {
        List<HealthTarget> targets = new ArrayList<>();
        for (int page = 0; ; page++) {
            List<Customer> some = customers.page(connection.partnerId(), null, page, PAGE);
            some.forEach(customer -> of(connection, customer, targets));
            if (some.size() < PAGE) {
                return targets;
            }
        }
    }

    private void of(Connection connection, Customer customer, List<HealthTarget> targets) {
        boolean reachable = customers
                .access(customer.id())
                .map((DelegatedAccess access) -> access.usable(clock.instant()))
                .orElse(false);
        if (!reachable) {
            return;
        }
        targets.add(HealthTarget.graph(connection.name(), customer.tenantId()));
        for (Subscription subscription : customers.subscriptions(customer.id())) {
            String azure = subscription.azureSubscriptionId();
            if (azure != null) {
                targets.add(HealthTarget.azure(connection.name(), customer.tenantId(), azure));
            }
        }
    }
}
