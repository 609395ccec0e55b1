package dev.signalbox.workflow;

import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.TaskConflict.Kind;
import dev.signalbox.workflow.engine.Engine;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The work that waits for people. The caller has checked who may do it; here stands what it means. */
@Component
@Transactional
public class Tasks {

    private final TaskRows rows;
    private final TaskForms forms;
    private final TaskAnswers answers;
    private final Tickets tickets;
    private final CaseFiles caseFiles;
    private final Engine engine;

    Tasks(TaskRows rows, TaskForms forms, TaskAnswers answers, Tickets tickets, CaseFiles caseFiles, Engine engine) {
        this.rows = rows;
        this.forms = forms;
        this.answers = answers;
        this.tickets = tickets;
        this.caseFiles = caseFiles;
        this.engine = engine;
    }

    @Transactional(readOnly = true)
    public Page<Task> open(TaskFilter filter, int page, int size) {
        return rows.page(filter, page, size);
    }

    @Transactional(readOnly = true)
    public List<Task> openOf(TicketNumber ticket) {
        return rows.openOf(ticket);
    }

    @Transactional(readOnly = true)
    public Optional<Task> find(String id) {
        return rows.find(id);
    }

    /** Every kind of task that has a form. */
    public Set<String> kinds() {
        return forms.kinds();
    }

    /** The form of the task; of a case package only what is missing. */
    @Transactional(readOnly = true)
    public JsonNode form(Task task) {
        return formOf(task);
    }

    private ObjectNode formOf(Task task) {
        if (task.kind().equals("complete-package")) {
            return forms.only(task.kind(), new HashSet<>(caseFiles.missing(tickets.get(task.ticket()))));
        }
        return forms.of(task.kind());
    }

    /** What whoever does the task should see: the case package, the deep link, known issues. */
    @Transactional(readOnly = true)
    public Map<String, @Nullable Object> context(Task task) {
        return caseFiles.context(task.kind(), tickets.get(task.ticket()));
    }

    /** Takes the task for {@code account}; what one of {@code hands} has, those it stands in for, is its already. */
    public void claim(String id, String account, Set<String> hands) {
        Task task = lockedOpen(id);
        heldBy(task, account, hands);
        if (task.assignee() == null) {
            assign(task, account);
        }
    }

    private static void heldBy(Task task, String account, Set<String> hands) {
        String holder = task.assignee();
        if (holder != null && !holder.equals(account) && !hands.contains(holder)) {
            throw new TaskConflict(Kind.SOMEBODY_ELSES, holder, "Task " + task.id() + " is " + holder + "'s");
        }
    }

    public void release(String id, String account, Set<String> hands) {
        Task task = lockedOpen(id);
        String holder = task.assignee();
        if (holder == null || !holder.equals(account) && !hands.contains(holder)) {
            throw new TaskConflict(Kind.NOT_YOURS, holder, "Task " + id + " is not yours to release");
        }
        assign(task, null);
    }

    /** Hands the task to {@code account}, whoever had it; null frees it. The caller has checked that it may be theirs. */
    public void handTo(String id, @Nullable String account) {
        Task task = lockedOpen(id);
        if (!Objects.equals(task.assignee(), account)) {
            assign(task, account);
        }
    }

    /** How many open tasks each person has, and how many of them are late; busiest first. */
    @Transactional(readOnly = true)
    public List<Load> load(@Nullable String partner) {
        return rows.load(partner);
    }

    /** The work on somebody's desk; nobody's where {@code assignee} is null. */
    public record Load(@Nullable String assignee, long open, long late) {}

    private void assign(Task task, @Nullable String account) {
        rows.assign(task.id(), account);
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.ASSIGNEE, account);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("taskId", task.id());
        data.put("assignee", account);
        tickets.record(task.ticket(), TimelineType.ASSIGNED, data, facts);
    }

    /** Completes the task for {@code account}, who becomes its assignee; the flow runs on to the next wait. */
    public void complete(String id, String account, Map<String, @Nullable Object> values) {
        complete(id, account, Set.of(), values);
    }

    /** The same, where what one of {@code hands} has is {@code account}'s to complete too. */
    public void complete(String id, String account, Set<String> hands, Map<String, @Nullable Object> values) {
        Task task = lockedOpen(id);
        heldBy(task, account, hands);
        Ticket ticket = tickets.get(task.ticket());
        if (task.kind().equals("approve-escalation") && account.equals(preparedBy(ticket))) {
            throw new TaskConflict(
                    Kind.SECOND_PAIR_OF_EYES,
                    account,
                    "The second pair of eyes is never the one who prepared the case, found " + account);
        }
        ObjectNode form = formOf(task);
        List<Problem> problems = TaskForms.check(form, values);
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        if (!account.equals(task.assignee())) {
            assign(task, account);
        }
        Map<String, Object> variables = new HashMap<>(answers.take(task.kind(), ticket, values));
        Set<String> own = forms.ownFields(task.kind());
        if (!own.isEmpty()) {
            variables.putAll(answers.takeOwn(form, own, ticket, values));
        }
        Occasion before = Occasion.current();
        new Occasion(account, before.causeSource(), before.causeId(), before.occurredAt()).during(() -> {
            engine.complete(id, variables);
            return id;
        });
    }

    private @Nullable String preparedBy(Ticket ticket) {
        return rows.lastBy(ticket.number(), List.of("complete-package"))
                .or(() -> rows.lastBy(ticket.number(), List.of("diagnose", "resolve")))
                .orElse(null);
    }

    private Task lockedOpen(String id) {
        Task seen = rows.find(id).orElseThrow(() -> new TaskUnknown(id));
        tickets.lock(seen.ticket());
        Task task = rows.find(id).orElseThrow(() -> new TaskUnknown(id));
        if (!task.state().equals("OPEN")) {
            throw new TaskConflict(
                    Kind.OVER,
                    task.endedBy(),
                    "Task " + id + " is " + task.state() + (task.endedBy() == null ? "" : " by " + task.endedBy()));
        }
        return task;
    }
}
