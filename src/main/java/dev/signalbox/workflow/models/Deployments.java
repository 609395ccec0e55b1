package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.stereotype.Component;

/** Hands released files to the engine, within the release's transaction. */
@Component
class Deployments {

    private final RepositoryService repository;

    Deployments(RepositoryService repository) {
        this.repository = repository;
    }

    /**
     * Deploys the changed tables, and all flows where one of them changed: the flows of one deployment call each other,
     * so that a running ticket keeps its whole set.
     *
     * @return the deployment's id; empty where the engine has nothing to learn
     */
    String deploy(long release, Collection<ModelFile> changed, Collection<ModelFile> all) {
        Set<String> names = changed.stream().map(ModelFile::name).collect(Collectors.toCollection(TreeSet::new));
        boolean flows = changed.stream().anyMatch(file -> file.kind().equals("bpmn"));
        List<ModelFile> files = all.stream()
                .filter(file ->
                        file.kind().equals("bpmn") && flows || file.kind().equals("dmn") && names.contains(file.name()))
                .toList();
        if (files.isEmpty()) {
            return "";
        }
        DeploymentBuilder deployment = repository.createDeployment().name("release " + release);
        files.forEach(file -> deployment.addInputStream(file.name(), new ByteArrayInputStream(file.content())));
        try {
            return deployment.deploy().getId();
        } catch (ParseException refused) {
            throw new Refused(problems(refused));
        } catch (ProcessEngineException refused) {
            throw new Refused("files", "models that the engine can read", firstLine(refused));
        }
    }

    private static List<Problem> problems(ParseException refused) {
        List<Problem> problems = new ArrayList<>();
        refused.getResorceReports()
                .forEach(report -> Stream.concat(report.getErrors().stream(), report.getWarnings().stream())
                        .forEach(error -> problems.add(Problem.of(
                                Findings.at(
                                        report.getResourceName(),
                                        error.getMainElementId() == null ? "" : error.getMainElementId(),
                                        error.getLine()),
                                "what the engine can read",
                                error.getMessage()))));
        return problems.isEmpty()
                ? List.of(Problem.of("files", "models that the engine can read", firstLine(refused)))
                : problems;
    }

    private static String firstLine(Throwable refused) {
        String message = refused.getMessage();
        return message == null
                ? refused.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
