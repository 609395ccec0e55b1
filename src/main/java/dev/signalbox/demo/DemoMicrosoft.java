package dev.signalbox.demo;

import dev.signalbox.customer.Customers;
import dev.signalbox.demo.microsoft.AzureSupportDesk;
import dev.signalbox.demo.microsoft.GraphHealth;
import dev.signalbox.demo.microsoft.GraphRelationships;
import dev.signalbox.demo.microsoft.ResourceHealth;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.MicrosoftCase;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.Secret;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.TicketRequest;
import dev.signalbox.workflow.Workflow;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Microsoft in the demo world: the partner {@code demo-live} is connected to a simulated one, whose outages begin and end
 * by themselves, a few and no more, each with a customer who calls about it, and whose engineer answers the cases filed
 * there.
 */
@Component
@ConditionalOnProperty(
        name = {"signalbox.demo", "signalbox.demo-microsoft"},
        havingValue = "true",
        matchIfMissing = true)
class DemoMicrosoft implements Connections.More {

    static final String PARTNER = "demo-live";
    static final List<String> CUSTOMERS = List.of("demo-live-1", "demo-live-2", "demo-live-3");

    private static final Logger LOG = LoggerFactory.getLogger(DemoMicrosoft.class);
    private static final String APP = "51607a1b-0000-4000-8000-000000000001";
    private static final int TURNS_OF_QUIET = 6;
    private static final int TURNS_OF_OUTAGE = 24;
    private static final int OUTAGES = 8;
    private static final int TURNS_BEFORE_A_WORD = 2;

    /** What breaks, how Microsoft words it, and how the customer does. */
    private record Outage(String code, String service, String title, String family, String call) {}

    private static final List<Outage> STORY = List.of(
            new Outage(
                    "EX",
                    "Exchange Online",
                    "Delivery of external messages through Exchange Online is delayed and messages queue",
                    "M365",
                    "Exchange: delivery of messages is delayed"),
            new Outage(
                    "TM",
                    "Microsoft Teams",
                    "Meetings in Microsoft Teams drop audio and screen sharing for some participants",
                    "M365",
                    "Teams meetings drop audio and screen sharing"),
            new Outage(
                    "IT",
                    "Microsoft Intune",
                    "Enrollment of Windows devices through Microsoft Intune fails with a timeout",
                    "EMS",
                    "Intune enrollment of Windows devices fails with a timeout"),
            new Outage(
                    "SP",
                    "SharePoint Online",
                    "Opening document libraries in SharePoint Online is slow and searches return nothing",
                    "M365",
                    "SharePoint document libraries open slowly, searches return nothing"));

    private final SimulatedMicrosoft microsoft;
    private final GraphHealth graph;
    private final AzureSupportDesk support;
    private final Clock clock;
    private final Customers customers;
    private final ObjectProvider<ServiceHealth> health;
    private final ObjectProvider<Workflow> workflow;
    private final ObjectProvider<Races> races;
    private final ObjectProvider<MicrosoftCases> cases;
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Set<String> proposed = new HashSet<>();
    private int turn;
    private int told;
    private String running = "";

    DemoMicrosoft(
            @Value("${signalbox.demo.microsoft-port:0}") int port,
            Clock clock,
            Customers customers,
            ObjectProvider<ServiceHealth> health,
            ObjectProvider<Workflow> workflow,
            ObjectProvider<Races> races,
            ObjectProvider<MicrosoftCases> cases) {
        this.microsoft = SimulatedMicrosoft.start(port, clock);
        this.graph = microsoft.with(new GraphHealth(microsoft));
        microsoft.with(new ResourceHealth(microsoft));
        microsoft.with(new GraphRelationships(microsoft));
        this.support = microsoft.with(new AzureSupportDesk(microsoft));
        this.clock = clock;
        this.customers = customers;
        this.health = health;
        this.workflow = workflow;
        this.races = races;
        this.cases = cases;
    }

    /** The services of this Microsoft, for more parts of it. */
    SimulatedMicrosoft microsoft() {
        return microsoft;
    }

    @Override
    public Map<String, MicrosoftProperties.Tenant> tenants() {
        String secret = UUID.randomUUID().toString();
        String own = DemoWorld.tenant(PARTNER);
        microsoft.directory().app(APP, secret).consent(own, APP, "DelegatedAdminRelationship.Read.All");
        for (String customer : CUSTOMERS) {
            microsoft
                    .directory()
                    .consent(DemoWorld.tenant(customer), APP, "ServiceHealth.Read.All")
                    .subscription(DemoWorld.azureSubscription(customer), DemoWorld.tenant(customer))
                    .roles(DemoWorld.azureSubscription(customer), APP, "Reader", "Support Request Contributor");
        }
        String first = DemoWorld.azureSubscription(CUSTOMERS.getFirst());
        support.plan(first, "Professional Direct").onBehalf(first, own);
        support.createTakes(Duration.ofSeconds(5), 2);
        URI base = microsoft.baseUri();
        return Map.of(
                "demo",
                new MicrosoftProperties.Tenant(
                        PARTNER, own, APP, new Secret(secret), null, base, base, base, base, null, null, null, null));
    }

    /** One turn of the story every half a minute. */
    @Scheduled(initialDelay = 60_000, fixedDelay = 30_000)
    void live() {
        if (turn == 0) {
            endWhatAnEarlierRunLeft();
            rememberCases();
        }
        turn++;
        answerCases();
        int within = turn % (TURNS_OF_QUIET + TURNS_OF_OUTAGE);
        if (running.isEmpty() && within >= TURNS_OF_QUIET && told < OUTAGES) {
            begin(STORY.get(told % STORY.size()));
        } else if (!running.isEmpty() && within < TURNS_OF_QUIET) {
            graph.ends(running);
            LOG.info("The demo's outage {} is over", running);
            running = "";
        }
    }

    /** Microsoft's engineer asks once, proposes a solution after the answer, and closes the case a while later. */
    private void answerCases() {
        for (String name : support.names()) {
            if (support.isClosed(name)) {
                continue;
            }
            int waited = waiting.merge(name, 1, Integer::sum);
            int answers = support.ours(name).size();
            if (waited == TURNS_BEFORE_A_WORD && answers == 0) {
                support.writes(name, "Thank you for the case. Which error do the machine's boot diagnostics show?");
            } else if (answers > 0 && proposed.add(name)) {
                support.writes(
                        name,
                        "We moved the machine to another host; it answers again. Please check, and tell us if it does not.");
                waiting.put(name, 0);
            } else if (proposed.contains(name) && waited > TURNS_BEFORE_A_WORD) {
                support.closes(name);
            }
        }
    }

    /** This Microsoft forgets at a restart, and cases still wait for it. */
    private void rememberCases() {
        for (MicrosoftCase filed : cases.getObject().filedByApi(PARTNER)) {
            String subscription = filed.subscriptionId();
            String number = filed.externalId();
            if (subscription != null && number != null) {
                support.knows(subscription, filed.name(), number);
            }
        }
    }

    private void begin(Outage outage) {
        running = "%s%d".formatted(outage.code(), clock.instant().getEpochSecond() / 60 % 10_000_000);
        graph.begins(running, outage.service(), "Incident", outage.title(), tenantsOfAll());
        String caller = CUSTOMERS.get(told % CUSTOMERS.size());
        told++;
        LOG.info("The demo's outage {} begins: {}", running, outage.title());
        if (customers.find(caller).isEmpty()) {
            return;
        }
        new Occasion(caller, "urn:signalbox:demo", null, clock.instant())
                .during(() -> races.getObject().settle(() -> workflow.getObject()
                        .requested(new TicketRequest(
                                "urn:signalbox:demo",
                                "DEMO-LIVE-" + running,
                                caller,
                                null,
                                outage.call(),
                                "It began a few minutes ago; everybody at the site sees it.",
                                "SERVICE_ERROR",
                                outage.family(),
                                "MODERATE",
                                null,
                                null,
                                null,
                                null))));
    }

    /** This Microsoft forgets at a restart, and tickets still wait for what it said. */
    private void endWhatAnEarlierRunLeft() {
        for (String customer : CUSTOMERS) {
            String tenant = DemoWorld.tenant(customer);
            for (HealthIssue issue : health.getObject().issues(tenant)) {
                if (!issue.resolved()) {
                    graph.begins(issue.id(), issue.service(), "Incident", issue.title(), tenantsOfAll());
                    graph.ends(issue.id());
                }
            }
        }
    }

    private static String[] tenantsOfAll() {
        return CUSTOMERS.stream().map(DemoWorld::tenant).toArray(String[]::new);
    }

    @PreDestroy
    void close() {
        microsoft.close();
    }
}
