package dev.signalbox.workflow.engine;

import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.workflow.Whereabouts.Track;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.stereotype.Component;

/** Reads from the engine's history which elements of which flow a ticket stands at and has left. */
@Component
public class Tracks {

    private static final int MOST = 2_000;

    private final HistoryService history;
    private final RepositoryService repository;

    Tracks(HistoryService history, RepositoryService repository) {
        this.history = history;
        this.repository = repository;
    }

    public List<Track> of(TicketNumber ticket) {
        Map<String, Elements> flows = new LinkedHashMap<>();
        for (HistoricProcessInstance instance : instances(ticket)) {
            Elements elements = flows.computeIfAbsent(
                    instance.getProcessDefinitionId(), id -> new Elements(new TreeSet<>(), new TreeSet<>()));
            history.createHistoricActivityInstanceQuery()
                    .processInstanceId(instance.getId())
                    .listPage(0, MOST)
                    .forEach(elements::add);
        }
        List<Track> tracks = new ArrayList<>();
        flows.forEach((id, elements) -> {
            ProcessDefinition flow = repository.getProcessDefinition(id);
            elements.passed().removeAll(elements.at());
            tracks.add(new Track(
                    id,
                    flow.getKey(),
                    flow.getName() == null ? flow.getKey() : flow.getName(),
                    flow.getVersion(),
                    elements.at(),
                    elements.passed()));
        });
        // the innermost flow is the one whose picture tells most
        tracks.sort(Comparator.comparing((Track track) -> track.at().isEmpty())
                .thenComparing(track -> track.flow().equals("ticket-lifecycle")));
        return tracks;
    }

    public Optional<byte[]> picture(TicketNumber ticket, String id) {
        return instances(ticket).stream()
                .map(HistoricProcessInstance::getProcessDefinitionId)
                .filter(id::equals)
                .findFirst()
                .map(this::model);
    }

    private List<HistoricProcessInstance> instances(TicketNumber ticket) {
        return history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(ticket.toString())
                .orderByProcessInstanceStartTime()
                .asc()
                .listPage(0, MOST);
    }

    private byte[] model(String id) {
        try (InputStream model = repository.getProcessModel(id)) {
            return model.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private record Elements(Set<String> at, Set<String> passed) {

        void add(HistoricActivityInstance element) {
            (element.getEndTime() == null ? at : passed).add(element.getActivityId());
        }
    }
}
