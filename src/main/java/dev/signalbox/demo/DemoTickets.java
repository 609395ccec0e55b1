package dev.signalbox.demo;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Frame;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Reaction;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.TaskFilter;
import dev.signalbox.workflow.Tasks;
import dev.signalbox.workflow.TicketRequest;
import dev.signalbox.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Fills the demo world with tickets once the product answers: each is a real process instance, worked through the same
 * doors that people use, in a past that is pretended on this thread only.
 */
@Component
@ConditionalOnProperty(
        name = {"signalbox.demo", "signalbox.demo-tickets"},
        havingValue = "true",
        matchIfMissing = true)
class DemoTickets implements Frames.Progress {

    private static final Logger LOG = LoggerFactory.getLogger(DemoTickets.class);
    private static final String SOURCE = "urn:signalbox:demo";
    private static final int MOST_STEPS = 40;
    private static final List<String> CUSTOMERS = List.of(
            "demo-direct-1",
            "demo-silver-1",
            "demo-direct-2",
            "demo-provider-1",
            "demo-direct-3",
            "demo-reseller-1",
            "demo-bare-1",
            "demo-direct-1",
            "demo-provider-2",
            "demo-silver-2");

    private final Workflow workflow;
    private final Tasks tasks;
    private final Tickets tickets;
    private final Customers customers;
    private final Races races;
    private final Clock clock;
    private final AtomicInteger done = new AtomicInteger();
    private final int all = Stories.all().size();
    private volatile boolean stopped;

    DemoTickets(Workflow workflow, Tasks tasks, Tickets tickets, Customers customers, Races races, Clock clock) {
        this.workflow = workflow;
        this.tasks = tasks;
        this.tickets = tickets;
        this.customers = customers;
        this.races = races;
        this.clock = clock;
    }

    @Override
    public Optional<Frame.Filling> get() {
        int filled = done.get();
        return filled >= all ? Optional.empty() : Optional.of(new Frame.Filling(filled, all));
    }

    @EventListener
    void on(ApplicationReadyEvent ready) {
        Thread filling = new Thread(this::fill, "demo-world");
        filling.setDaemon(true);
        filling.setPriority(Thread.MIN_PRIORITY);
        filling.start();
    }

    @EventListener
    void on(ContextClosedEvent closed) {
        stopped = true;
    }

    /** Accounts and customers are there before the first request; see {@link DemoAccounts}. */
    private void fill() {
        List<Story> stories = Stories.all();
        Instant now = clock.instant();
        int failures = 0;
        for (int i = 0; i < stories.size() && !stopped; i++) {
            try {
                tell(i, stories.get(i), now);
            } catch (RuntimeException failed) {
                if (stopped) {
                    return;
                }
                failures++;
                LOG.warn("Demo ticket {} stays where it got to: {}", i + 1, failed.toString());
            }
            done.incrementAndGet();
        }
        LOG.info("The demo world is filled: {} tickets, {} that stopped early", stories.size(), failures);
    }

    private void tell(int index, Story story, Instant now) {
        String reference = "DEMO-%03d".formatted(index + 1);
        if (races.settle(() -> tickets.holderOf(SOURCE, reference)).isPresent()) {
            return;
        }
        boolean over = story.ends().isOver();
        Duration age = over
                ? Duration.ofHours(60 + (200L - index) * 7)
                : Duration.ofMinutes(25 + (200L - index) * 11 + index % 7 * 13L);
        Told told = new Told(now.minus(age));
        String customer = customer(index, story);
        TicketNumber number = told.step(customer, () -> {
            Reaction opened = workflow.requested(new TicketRequest(
                    SOURCE,
                    reference,
                    customer,
                    null,
                    story.title(),
                    story.description(),
                    story.category(),
                    story.family(),
                    story.impact(),
                    index % 11 == 10 ? "NON_PRODUCTION" : "PRODUCTION",
                    story.impact().equals("SIGNIFICANT"),
                    new TicketRequest.Contact(
                            People.NAMES.get(index % People.NAMES.size()),
                            "person%d@example.org".formatted(index % People.NAMES.size()),
                            index % 4 == 3 ? null : "+420 555 01%02d".formatted(index % 100)),
                    index % 5 == 4 ? "CURRENT_2026" : null));
            return Objects.requireNonNull(opened.ticket());
        });
        walk(number, story, told);
    }

    private String customer(int index, Story story) {
        if (story.ends() == TicketState.AWAITING_MICROSOFT
                || story.ends() == TicketState.MICROSOFT_NEEDS_INFO
                || story.ends() == TicketState.SOLUTION_PROPOSED) {
            return List.of("demo-direct-1", "demo-provider-1", "demo-silver-1", "demo-direct-1")
                    .get(index % 4);
        }
        String wanted = CUSTOMERS.get(index % CUSTOMERS.size());
        return customers.find(wanted).isPresent() ? wanted : "demo-direct-1";
    }

    private void walk(TicketNumber number, Story story, Told told) {
        for (int i = 0; i < MOST_STEPS; i++) {
            Ticket ticket = tickets.get(number);
            if (ticket.state().isOver() || ticket.state() == story.ends() && !preparesFurther(number)) {
                return;
            }
            if (story.ends() == TicketState.WITHDRAWN && i >= 1) {
                told.step("lead", () -> {
                    workflow.withdraw(number, "solved by the customer");
                    return number;
                });
                continue;
            }
            if (story.ends() == TicketState.MERGED && i >= 1) {
                merge(ticket, told);
                continue;
            }
            if (waits(ticket, story, told)) {
                continue;
            }
            List<Task> open = tasks.open(new TaskFilter(number, null, null, null, null, null), 0, 5)
                    .items();
            if (open.isEmpty()) {
                return;
            }
            Task task = open.getFirst();
            if (task.kind().equals("no-entitlement")) {
                // The partner has no plan for it: a lead has the next move, and the story ends here
                return;
            }
            String who = Answers.who(task.kind(), number.value());
            Map<String, @Nullable Object> values = new HashMap<>(Answers.to(task, story, tasks.form(task), told.at()));
            told.step(who, () -> {
                tasks.complete(task.id(), who, values);
                return number;
            });
        }
    }

    /** Escalations in preparation stand at different steps: some packages are complete, and wait for a lead or a filer. */
    private boolean preparesFurther(TicketNumber number) {
        return number.value() % 3 != 0
                && tasks.openOf(number).stream().anyMatch(task -> task.kind().equals("complete-package"));
    }

    private void merge(Ticket ticket, Told told) {
        TicketNumber into = told.step(
                ticket.customerId(),
                () -> Objects.requireNonNull(workflow.requested(new TicketRequest(
                                SOURCE,
                                null,
                                ticket.customerId(),
                                null,
                                ticket.title() + " (all sites)",
                                ticket.description(),
                                ticket.reportedCategory(),
                                ticket.productFamily(),
                                "MODERATE",
                                null,
                                null,
                                null,
                                null))
                        .ticket()));
        told.step("lead", () -> {
            workflow.merge(ticket.number(), into, null);
            return into;
        });
    }

    /** What happens without a task: the customer answers, Microsoft moves. True when something did. */
    private boolean waits(Ticket ticket, Story story, Told told) {
        TicketNumber number = ticket.number();
        switch (ticket.state()) {
            case AWAITING_CUSTOMER ->
                told.step(
                        ticket.customerId(),
                        () -> workflow.customerReplied(number, "It is the whole site, about forty people.", null));
            case AWAITING_MICROSOFT -> {
                String status =
                        story.ends() == TicketState.MICROSOFT_NEEDS_INFO ? "attention_needed" : "solution_proposed";
                told.step(
                        "microsoft",
                        () -> workflow.microsoftUpdated(
                                number,
                                String.valueOf(ticket.externalId()),
                                status,
                                status.equals("attention_needed")
                                        ? "Please send the trace of a failing sign-in."
                                        : "The service has been repaired in your region, please test.",
                                "Support engineer"));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A ticket's own pretended time; each step takes some minutes of it. */
    private final class Told {
        private Instant at;

        Told(Instant start) {
            this.at = start;
        }

        Instant at() {
            return at;
        }

        <T> T step(String who, Supplier<T> what) {
            T result = ProductClock.at(at, () -> new Occasion(who, SOURCE, null, at).during(() -> races.settle(what)));
            at = at.plus(Duration.ofMinutes(3));
            return result;
        }
    }
}
