package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.engine.Delegates;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The gate every flow, table and form passes before anybody works by it. It fails closed: what it does not know it
 * refuses, naming file, element and line, and nothing of a file is executed or fetched to find out.
 */
@Component
class ModelGate {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*\\.(bpmn|dmn|form)");
    private static final int LONGEST_NAME = 80;

    private final Delegates delegates;
    private final ShippedFiles shipped;
    private final JsonMapper json;

    ModelGate(Delegates delegates, ShippedFiles shipped, JsonMapper json) {
        this.delegates = delegates;
        this.shipped = shipped;
        this.json = json;
    }

    /** Refuses a file whose name says nothing we know. */
    static void checkName(String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new Refused(
                    "name", "a file name such as intake.bpmn, severity.dmn or triage.form, in lower case", name);
        }
    }

    /** Refuses where {@code all}, the files as they would then be in force, do not fit together. */
    void check(Collection<ModelFile> all) {
        Findings findings = new Findings();
        Contents contents = read(all, findings);
        if (!findings.none()) {
            throw new Refused(findings.problems());
        }
        Contents own = read(shipped.files(), new Findings());
        Map<String, Set<String>> choices = new TreeMap<>();
        contents.forms.forEach((id, form) -> choices.put(
                id,
                form.branching(
                        own.forms.containsKey(id) ? own.forms.get(id).fields().keySet() : Set.of())));
        BpmnRules bpmn = new BpmnRules(findings, delegates.byName().keySet(), contents.flows, contents.tables, choices);
        contents.flows.values().forEach(bpmn::check);
        Set<String> asked = own.flows.values().stream()
                .flatMap(flow -> flow.process.all("businessRuleTask"))
                .map(task -> task.attributes.getOrDefault(Flow.CAMUNDA + "decisionRef", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        own.tables.forEach((id, table) -> {
            if (!contents.tables.containsKey(id)) {
                findings.add(Problem.of(
                        table.file(),
                        "decision " + Findings.quoted(id) + ", which the product asks",
                        "no such decision"));
            }
        });
        DmnRules dmn = new DmnRules(findings, own.tables, contents.tables, asked);
        contents.dmn.forEach(dmn::check);
        FormRules forms = new FormRules(findings, json);
        for (ModelFile file : all) {
            Form form = contents.forms.get(file.key());
            Form known = own.forms.get(file.key());
            if (file.kind().equals("form") && form != null && known != null) {
                forms.keeps(file, form, known);
            }
        }
        if (!findings.none()) {
            throw new Refused(findings.problems());
        }
    }

    /** Keys of {@code form} that the product does not read itself: they are the author's own. */
    Set<String> ownFields(ModelFile form) {
        FormRules rules = new FormRules(new Findings(), json);
        Form read = rules.read(form);
        Set<String> own = new TreeSet<>(read == null ? Set.of() : read.fields().keySet());
        shipped.files().stream()
                .filter(file -> file.name().equals(form.name()))
                .map(rules::read)
                .filter(java.util.Objects::nonNull)
                .forEach(known -> own.removeAll(known.fields().keySet()));
        return own;
    }

    private Contents read(Collection<ModelFile> files, Findings findings) {
        Contents contents = new Contents();
        FormRules forms = new FormRules(findings, json);
        for (ModelFile file : files) {
            if (file.kind().equals("form")) {
                Form form = forms.read(file);
                if (form != null) {
                    contents.forms.put(form.id(), form);
                }
                continue;
            }
            Node root = XmlWall.read(file, findings);
            if (root == null) {
                continue;
            }
            if (file.kind().equals("bpmn")) {
                Flow flow = BpmnRules.read(file, root, findings);
                if (flow != null) {
                    contents.flows.put(flow.id(), flow);
                }
            } else {
                contents.dmn.put(file.name(), root);
                DmnRules.read(file, root, findings).forEach((id, table) -> {
                    Table other = contents.tables.put(id, table);
                    findings.unless(other == null, file.name(), table.decision(), "an id that no other file has", id);
                });
            }
        }
        return contents;
    }

    private static final class Contents {
        final Map<String, Flow> flows = new TreeMap<>();
        final Map<String, Table> tables = new TreeMap<>();
        final Map<String, Form> forms = new TreeMap<>();
        final Map<String, Node> dmn = new LinkedHashMap<>();
    }
}
