package dev.signalbox.web.worklist;

import dev.signalbox.access.Absence;
import dev.signalbox.access.Absences;
import dev.signalbox.access.Account;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.Colleagues;
import dev.signalbox.web.worklist.WorkList.Person;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.TaskConflict;
import dev.signalbox.workflow.TaskUnknown;
import dev.signalbox.workflow.Tasks;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The same done to many tickets, each by itself: what would happen, and what did. */
@Component
class Bulk {

    /** What may be done to the open steps of many tickets. */
    enum Deed {
        CLAIM,
        RELEASE,
        ASSIGN
    }

    /** What happens to one ticket: whether anything does, and in words what, or why not. */
    record Fate(String number, String title, String step, String owner, boolean happens, String says) {}

    private final Tickets tickets;
    private final Tasks tasks;
    private final Colleagues colleagues;
    private final Absences absences;
    private final Races races;
    private final Words words;
    private final Clock clock;

    Bulk(
            Tickets tickets,
            Tasks tasks,
            Colleagues colleagues,
            Absences absences,
            Races races,
            Words words,
            Clock clock) {
        this.tickets = tickets;
        this.tasks = tasks;
        this.colleagues = colleagues;
        this.absences = absences;
        this.races = races;
        this.words = words;
        this.clock = clock;
    }

    /** Those to whom the caller may give work, and who stands in for them just now. */
    List<Person> people(Caller caller) {
        Instant now = clock.instant();
        Map<String, Absence> away = absences.coming(caller.partnerId()).stream()
                .filter(one -> !one.from().isAfter(now))
                .collect(Collectors.toMap(Absence::account, Function.identity(), (one, other) -> one));
        return colleagues.of(caller).stream()
                .map(one -> new Person(one.id(), label(one, away.get(one.id()))))
                .toList();
    }

    private String label(Account one, @Nullable Absence away) {
        return away == null ? one.displayName() : words.of("absence.label", one.displayName(), away.substitute());
    }

    /** What would happen to the ticket. */
    Fate look(Caller caller, Deed deed, String number, String assignee) {
        Optional<Ticket> ticket = seen(caller, number);
        if (ticket.isEmpty()) {
            return new Fate(number, "–", "–", "–", false, words.of("bulk.unknown"));
        }
        List<Task> steps = steps(caller, ticket.get());
        String trouble = steps.stream()
                .map(task -> trouble(caller, deed, task, assignee))
                .filter(found -> found != null)
                .findFirst()
                .orElse(steps.isEmpty() ? words.of("bulk.none") : null);
        return fate(
                ticket.get(),
                steps,
                trouble == null,
                trouble == null ? words.of("bulk.will." + name(deed), assignee) : trouble);
    }

    /** Does it, in a transaction of its own. */
    Fate does(Caller caller, Deed deed, String number, String assignee) {
        Fate before = look(caller, deed, number, assignee);
        if (!before.happens()) {
            return before;
        }
        Ticket ticket = seen(caller, number).orElseThrow();
        List<Task> steps = steps(caller, ticket);
        try {
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        steps.forEach(task -> does(caller, deed, task, assignee));
                        return number;
                    }));
            return fate(ticket, steps, true, words.of("bulk.did." + name(deed), assignee));
        } catch (TaskConflict | TaskUnknown | Refused overtaken) {
            return fate(ticket, steps, false, words.of("bulk.overtaken"));
        }
    }

    private void does(Caller caller, Deed deed, Task task, String assignee) {
        switch (deed) {
            case CLAIM -> tasks.claim(task.id(), caller.account(), caller.hands());
            case RELEASE -> tasks.release(task.id(), caller.account(), caller.hands());
            case ASSIGN -> tasks.handTo(task.id(), assignee);
        }
    }

    private @Nullable String trouble(Caller caller, Deed deed, Task task, String assignee) {
        String holder = task.assignee();
        boolean ours = holder != null && caller.hands().contains(holder);
        return switch (deed) {
            case CLAIM -> holder == null ? null : ours ? words.of("bulk.yours") : words.of("bulk.theirs", holder);
            case RELEASE -> ours ? null : words.of("bulk.not-yours");
            case ASSIGN -> assignee.equals(holder) ? words.of("bulk.already", assignee) : unfit(caller, task, assignee);
        };
    }

    private @Nullable String unfit(Caller caller, Task task, String assignee) {
        try {
            colleagues.mayWork(caller, assignee, task);
            return null;
        } catch (Refused refused) {
            return words.of("bulk.unfit", assignee);
        }
    }

    private Optional<Ticket> seen(Caller caller, String number) {
        return TicketNumber.parse(number).flatMap(tickets::find).filter(caller::sees);
    }

    private List<Task> steps(Caller caller, Ticket ticket) {
        return tasks.openOf(ticket.number()).stream()
                .filter(caller::works)
                .filter(task -> !Caller.isForCustomers(task))
                .toList();
    }

    private Fate fate(Ticket ticket, List<Task> steps, boolean happens, String says) {
        return new Fate(
                ticket.number().toString(),
                ticket.title(),
                steps.isEmpty()
                        ? "–"
                        : steps.stream()
                                .map(Task::name)
                                .distinct()
                                .map(words::model)
                                .collect(Collectors.joining(", ")),
                steps.stream()
                        .map(Task::assignee)
                        .filter(holder -> holder != null)
                        .map(String::valueOf)
                        .distinct()
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(", "), names -> names.isEmpty() ? "–" : names)),
                happens,
                says);
    }

    private static String name(Deed deed) {
        return deed.name().toLowerCase(java.util.Locale.ROOT);
    }
}
