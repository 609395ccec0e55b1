package dev.signalbox.web.customerpage;

import dev.signalbox.customer.Contract;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Subscription;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.microsoft.AdminPortals;
import dev.signalbox.microsoft.DeepLinks;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.HealthPicture;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.customerpage.CustomerPage.Bought;
import dev.signalbox.web.customerpage.CustomerPage.Fact;
import dev.signalbox.web.customerpage.CustomerPage.Issue;
import dev.signalbox.web.customerpage.CustomerPage.Line;
import dev.signalbox.web.customerpage.CustomerPage.Plan;
import dev.signalbox.web.customerpage.CustomerPage.Row;
import dev.signalbox.web.customerpage.CustomerPage.Service;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what is known of a customer for whoever looks. */
@Component
class CustomerPages {

    private static final int TICKETS = 10;
    /** As in the outage gate: what was heard longer ago says nothing about now. */
    private static final long FRESH_MINUTES = 60;

    private final Customers customers;
    private final ServiceHealth health;
    private final AdminPortals portals;
    private final Plans plans;
    private final Tickets tickets;
    private final ClockFace clocks;
    private final Words words;
    private final Clock clock;

    CustomerPages(
            Customers customers,
            ServiceHealth health,
            AdminPortals portals,
            Plans plans,
            Tickets tickets,
            ClockFace clocks,
            Words words,
            Clock clock) {
        this.customers = customers;
        this.health = health;
        this.portals = portals;
        this.plans = plans;
        this.tickets = tickets;
        this.clocks = clocks;
        this.words = words;
        this.clock = clock;
    }

    Row row(Customer customer) {
        Optional<DelegatedAccess> access = customers.access(customer.id());
        return new Row(
                customer.id(),
                customer.name(),
                customer.domain(),
                customer.partnerId(),
                access.map(this::told).orElse("–"),
                access.map(one -> one.usable(clock.instant())).orElse(false));
    }

    CustomerPage of(Caller caller, Customer customer) {
        boolean staff = !caller.isCustomer();
        List<Subscription> bought = customers.subscriptions(customer.id());
        Page<Ticket> open = tickets.list(
                new TicketFilter(
                        List.copyOf(TicketState.open()),
                        caller.partnerId(),
                        customer.id(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        "dueAt"),
                0,
                TICKETS);
        return new CustomerPage(
                customer.id(),
                customer.name(),
                facts(customer, staff),
                bought.stream()
                        .map(Subscription::productFamily)
                        .distinct()
                        .flatMap(family -> service(customer, family, staff).stream())
                        .toList(),
                health.issues(customer.tenantId()).stream()
                        .filter(issue -> !issue.resolved())
                        .map(this::issue)
                        .toList(),
                bought.stream()
                        .map(one -> new Bought(
                                one.name(),
                                words.code("family", one.productFamily()),
                                words.code("code", one.deployment()),
                                one.id()))
                        .toList(),
                staff
                        ? plans.held(customer.partnerId()).stream()
                                .map(this::plan)
                                .toList()
                        : List.of(),
                customers.supportStatement(customer.id(), null, words.language()),
                open.items().stream()
                        .map(ticket -> line(ticket, customer.timeZone()))
                        .toList(),
                open.total(),
                staff);
    }

    private List<Fact> facts(Customer customer, boolean staff) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("domain", customer.domain()));
        if (staff) {
            facts.add(fact("tenant", customer.tenantId()));
            facts.add(fact("partner", customers.partner(customer.partnerId()).name()));
            facts.add(fact(
                    "access", customers.access(customer.id()).map(this::told).orElse("–")));
        }
        Optional<Contract> contract = customers.contract(customer.id());
        contract.ifPresent(one -> {
            facts.add(fact("contract", words.code("tier", one.tier())));
            facts.add(fact("hours", one.hours().told()));
        });
        facts.add(fact("zone", customer.timeZone().toString()));
        return facts;
    }

    private Fact fact(String name, String value) {
        return new Fact(words.of("customer.fact." + name), value);
    }

    private String told(DelegatedAccess access) {
        String status = words.code("access", access.status().toLowerCase(Locale.ROOT));
        Instant end = access.endDate();
        String until = end == null
                ? status
                : words.of(
                        access.usable(clock.instant()) ? "ticket.fact.access.to" : "ticket.fact.access.since",
                        status,
                        Times.day(end));
        return access.model() + " " + until;
    }

    /** Empty for what is no service of Microsoft's: nothing is published of it and no portal runs it. */
    private Optional<Service> service(Customer customer, String family, boolean staff) {
        HealthPicture picture = health.picture(customer.tenantId(), family, clock.instant());
        Long age = picture.ageMinutes();
        boolean known = age != null && age <= FRESH_MINUTES;
        String look =
                switch (picture.match()) {
                    case "INCIDENT" -> "over";
                    case "ADVISORY" -> "soon";
                    default -> known ? "fine" : "held";
                };
        String told = look.equals("held") ? "customer.health.unknown" : "customer.health." + picture.match();
        Optional<AdminPortals.Portal> portal = portals.of(family);
        if (portal.isEmpty() && age == null && picture.match().equals("NONE")) {
            return Optional.empty();
        }
        String link = portal.filter(one -> staff)
                .map(one -> DeepLinks.link(one.pattern(), customer.tenantId(), customer.domain()))
                .filter(address -> !address.isEmpty())
                .orElse(null);
        return Optional.of(new Service(
                words.code("family", family),
                look,
                words.of(told),
                age == null
                        ? words.of("customer.health.never")
                        : words.of("customer.health.heard", ClockFace.span(Duration.ofMinutes(age))),
                link,
                link == null ? null : portal.map(AdminPortals.Portal::label).orElse(null)));
    }

    private Issue issue(HealthIssue issue) {
        Instant since = issue.startedAt();
        return new Issue(
                issue.id(),
                issue.title(),
                issue.service(),
                words.code("code", issue.classification()),
                since == null ? "–" : Times.moment(since));
    }

    private Plan plan(SupportPlan plan) {
        Integer left = plan.incidentsRemaining();
        return new Plan(
                plan.name(),
                words.code("code", plan.vehicle()),
                words.code("code", plan.status()),
                left == null ? words.of("customer.plan.unlimited") : String.valueOf(left),
                day(plan.validTo()));
    }

    private static String day(@Nullable Instant at) {
        return at == null ? "–" : Times.day(at);
    }

    private Line line(Ticket ticket, ZoneId place) {
        return new Line(
                ticket.number().toString(),
                ticket.title(),
                words.code("state", ticket.state().name()),
                words.code("next", ticket.nextMove()),
                clocks.of(ticket, place));
    }
}
