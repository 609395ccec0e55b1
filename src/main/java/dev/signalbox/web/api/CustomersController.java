package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Subscription;
import dev.signalbox.customer.SupportStatement;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.HealthPicture;
import dev.signalbox.microsoft.HealthPoll;
import dev.signalbox.microsoft.HealthPolls;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the seed asks a partner to know of a customer, and to say to it. */
@RestController
@RequestMapping("/api/customers")
class CustomersController {

    private final Customers customers;
    private final CustomerAccess access;
    private final Plans plans;
    private final ServiceHealth health;
    private final HealthPolls polls;
    private final Clock clock;

    CustomersController(
            Customers customers,
            CustomerAccess access,
            Plans plans,
            ServiceHealth health,
            HealthPolls polls,
            Clock clock) {
        this.customers = customers;
        this.access = access;
        this.plans = plans;
        this.health = health;
        this.polls = polls;
        this.clock = clock;
    }

    @GetMapping
    Page<CustomerView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String partner,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_CUSTOMERS);
        Paging paging = new Paging(page, size);
        String own = caller.customerId();
        if (own != null) {
            List<CustomerView> mine =
                    customers.find(own).map(this::view).stream().toList();
            return new Page<>(mine, page, size, mine.size());
        }
        if (partner != null && !caller.reaches(partner, null)) {
            return new Page<>(List.of(), page, size, 0);
        }
        String scope = partner == null ? caller.partnerId() : partner;
        List<CustomerView> found = customers.page(scope, q, paging.page(), paging.size()).stream()
                .map(this::view)
                .toList();
        return new Page<>(found, page, size, customers.count(scope, q));
    }

    @GetMapping("/{id}")
    CustomerView customer(Caller caller, @PathVariable String id) {
        return view(find(caller, id));
    }

    /**
     * Per product family what Microsoft published for the customer's tenant; an age of null means never heard of. Staff
     * sees how reading it goes, and what is in the way.
     */
    @GetMapping("/{id}/health")
    HealthView health(Caller caller, @PathVariable String id) {
        Customer customer = find(caller, id);
        Instant now = clock.instant();
        List<FamilyHealth> families = customers.subscriptions(customer.id()).stream()
                .map(Subscription::productFamily)
                .distinct()
                .map(family -> {
                    HealthPicture picture = health.picture(customer.tenantId(), family, now);
                    return new FamilyHealth(family, picture.match(), picture.issueId(), picture.ageMinutes());
                })
                .toList();
        List<HealthPoll> readings = caller.isCustomer() ? List.of() : polls.of(customer.tenantId());
        return new HealthView(
                customer.id(), customer.tenantId(), families, health.issues(customer.tenantId()), readings);
    }

    @GetMapping("/{id}/support-statement")
    SupportStatement statement(
            Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String language) {
        return customers.supportStatement(find(caller, id).id(), null, language);
    }

    /** The plans the customer's partner holds and what is left of each; access and contract ids stay inside. */
    @GetMapping("/{id}/entitlements")
    Page<PlanView> entitlements(Caller caller, @PathVariable String id) {
        Customer customer = find(caller, id);
        if (caller.isCustomer()) {
            return new Page<>(List.of(), 0, 200, 0);
        }
        List<PlanView> held = plans.held(customer.partnerId()).stream()
                .map(plan -> PlanView.of(plan, plans.reserved(plan.id())))
                .toList();
        return new Page<>(held, 0, 200, held.size());
    }

    private Customer find(Caller caller, String id) {
        caller.needs(Action.SEE_CUSTOMERS);
        return customers.resolve(id).filter(caller::reaches).orElseThrow(() -> new NotFound("customer with this id"));
    }

    private CustomerView view(Customer customer) {
        Optional<DelegatedAccess> access = customers.access(customer.id());
        return new CustomerView(
                customer.id(),
                customer.partnerId(),
                customer.name(),
                customer.tenantId(),
                customer.domain(),
                customer.country(),
                customer.language(),
                customer.timeZone().toString(),
                access.map(one -> new AccessView(one.model(), one.status(), one.endDate(), one.usable(clock.instant())))
                        .orElse(null),
                customers.subscriptions(customer.id()));
    }

    record CustomerView(
            String id,
            String partnerId,
            String name,
            String tenantId,
            String domain,
            String country,
            String language,
            String timeZone,
            @Nullable AccessView delegatedAccess,
            List<Subscription> subscriptions) {}

    record AccessView(String model, String status, @Nullable Instant endDate, boolean usable) {}

    record HealthView(
            String customerId,
            String tenantId,
            List<FamilyHealth> families,
            List<HealthIssue> issues,
            List<HealthPoll> readings) {}

    record FamilyHealth(
            String productFamily,
            String match,
            @Nullable String issueId,
            @Nullable Long ageMinutes) {}

    record PlanView(
            String id,
            String vehicle,
            String name,
            String status,
            @Nullable Integer incidentsRemaining,
            int incidentsReserved,
            @Nullable Instant validFrom,
            @Nullable Instant validTo) {

        static PlanView of(SupportPlan plan, int reserved) {
            return new PlanView(
                    plan.id(),
                    plan.vehicle(),
                    plan.name(),
                    plan.status(),
                    plan.incidentsRemaining(),
                    reserved,
                    plan.validFrom(),
                    plan.validTo());
        }
    }
}
