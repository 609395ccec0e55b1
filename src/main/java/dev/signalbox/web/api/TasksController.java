package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.Colleagues;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.TaskFilter;
import dev.signalbox.workflow.TaskUnknown;
import dev.signalbox.workflow.Tasks;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The open tasks a caller may do. */
@RestController
@RequestMapping("/api/tasks")
class TasksController {

    private final Tasks tasks;
    private final Colleagues colleagues;
    private final Races races;
    private final JsonMapper json;

    TasksController(Tasks tasks, Colleagues colleagues, Races races, JsonMapper json) {
        this.tasks = tasks;
        this.colleagues = colleagues;
        this.races = races;
        this.json = json;
    }

    @GetMapping
    Page<TaskView> open(
            Caller caller,
            @RequestParam(required = false) @Nullable String ticket,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String queue,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Paging paging = new Paging(page, size);
        Set<String> kinds = caller.kinds(tasks.kinds());
        if (kind != null) {
            kinds = kinds.contains(kind) ? Set.of(kind) : Set.of();
        }
        TicketNumber number = null;
        if (ticket != null) {
            var parsed = TicketNumber.parse(ticket);
            if (parsed.isEmpty()) {
                return new Page<>(List.of(), page, size, 0);
            }
            number = parsed.get();
        }
        Page<Task> found = tasks.open(
                new TaskFilter(number, kinds, queue, assignee, caller.partnerId(), caller.customerId()),
                paging.page(),
                paging.size());
        return new Page<>(found.items().stream().map(this::view).toList(), found.page(), found.size(), found.total());
    }

    @GetMapping("/{id}")
    TaskView task(Caller caller, @PathVariable String id) {
        return view(visible(caller, id));
    }

    @PostMapping("/{id}/claim")
    TaskView claim(Caller caller, @PathVariable String id) {
        visible(caller, id);
        return changed(caller, id, () -> tasks.claim(id, caller.account(), caller.hands()));
    }

    @PostMapping("/{id}/release")
    TaskView release(Caller caller, @PathVariable String id) {
        visible(caller, id);
        return changed(caller, id, () -> tasks.release(id, caller.account(), caller.hands()));
    }

    /** A lead hands a task to somebody who may do it; an assignee of null frees it. */
    @PostMapping("/{id}/assign")
    TaskView assign(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        Task task = visible(caller, id);
        caller.needs(Action.ASSIGN);
        Fields fields = new Fields(body);
        String assignee = fields.maybeText("assignee", 100);
        fields.done();
        if (assignee != null) {
            colleagues.mayWork(caller, assignee, task);
        }
        return changed(caller, id, () -> tasks.handTo(id, assignee));
    }

    @PostMapping("/{id}/complete")
    Map<String, String> complete(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        Task task = visible(caller, id);
        JsonNode values = body.path("values");
        if (!values.isObject()) {
            throw new Refused(
                    "values", "an object with a value for each field", values.isMissingNode() ? "nothing" : values);
        }
        Map<String, @Nullable Object> filled =
                json.treeToValue(values, new TypeReference<HashMap<String, @Nullable Object>>() {});
        caller.doing(
                null,
                () -> races.settle(() -> {
                    tasks.complete(id, caller.account(), caller.hands(), filled);
                    return id;
                }));
        return Map.of("id", id, "ticket", task.ticket().toString(), "result", "COMPLETED");
    }

    private TaskView changed(Caller caller, String id, Runnable change) {
        return caller.doing(
                null,
                () -> races.settle(() -> {
                    change.run();
                    return view(tasks.find(id).orElseThrow(() -> new TaskUnknown(id)));
                }));
    }

    /** A task of another customer or role answers like an unknown one. */
    private Task visible(Caller caller, String id) {
        return tasks.find(id).filter(caller::works).orElseThrow(() -> new TaskUnknown(id));
    }

    private TaskView view(Task task) {
        return new TaskView(
                task.id(),
                task.kind(),
                task.name(),
                task.ticket().toString(),
                task.queue(),
                task.assignee(),
                task.dueAt(),
                tasks.form(task),
                tasks.context(task));
    }

    record TaskView(
            String id,
            String kind,
            String name,
            String ticket,
            @Nullable String queue,
            @Nullable String assignee,
            @Nullable Instant dueAt,
            JsonNode form,
            Map<String, @Nullable Object> context) {}
}
