package dev.signalbox.workflow.engine;

import dev.signalbox.workflow.Standstill;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/** Timers that failed so often that the engine gave them up; only a person's word starts them again. */
@Component
public class StuckSteps {

    private static final int SHOWN = 200;
    private static final int TRIES = 3;

    private final ManagementService management;
    private final RuntimeService runtime;

    StuckSteps(ManagementService management, RuntimeService runtime) {
        this.management = management;
        this.runtime = runtime;
    }

    /** The first two hundred. */
    public List<Standstill> all() {
        List<Job> jobs = management
                .createJobQuery()
                .noRetriesLeft()
                .orderByJobDuedate()
                .asc()
                .listPage(0, SHOWN);
        if (jobs.isEmpty()) {
            return List.of();
        }
        Map<String, ProcessInstance> instances = runtime
                .createProcessInstanceQuery()
                .processInstanceIds(jobs.stream().map(Job::getProcessInstanceId).collect(Collectors.toSet()))
                .list()
                .stream()
                .collect(Collectors.toMap(ProcessInstance::getId, Function.identity()));
        Map<String, String> elements = management.createJobDefinitionQuery().list().stream()
                .collect(Collectors.toMap(
                        definition -> definition.getId(), definition -> String.valueOf(definition.getActivityId())));
        return jobs.stream()
                .map(job -> {
                    ProcessInstance instance = instances.get(job.getProcessInstanceId());
                    return new Standstill(
                            job.getId(),
                            instance == null ? null : instance.getBusinessKey(),
                            String.valueOf(job.getProcessDefinitionKey()),
                            elements.getOrDefault(job.getJobDefinitionId(), "–"),
                            job.getDuedate() == null ? null : job.getDuedate().toInstant(),
                            job.getExceptionMessage() == null ? "" : job.getExceptionMessage());
                })
                .toList();
    }

    /** Lets the engine try again; false where nothing with this id stands still. */
    public boolean retry(String id) {
        boolean known = all().stream().anyMatch(step -> step.id().equals(id));
        if (known) {
            management.setJobRetries(id, TRIES);
        }
        return known;
    }
}
