package dev.signalbox.workflow.engine;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.impl.util.xml.Namespace;

/** Refuses, when the engine itself parses a model, whatever could run a stranger's code; the gate stands before it. */
class SecondWall extends AbstractBpmnParseListener {

    private static final Namespace CAMUNDA = new Namespace("http://camunda.org/schema/1.0/bpmn");
    private static final Set<String> ELEMENTS = Set.of(
            "script",
            "scriptTask",
            "sendTask",
            "connector",
            "executionListener",
            "taskListener",
            "field",
            "import",
            "multiInstanceLoopCharacteristics",
            "timeCycle",
            "formData",
            "inputParameter",
            "entry",
            "list",
            "map");
    private static final Set<String> ATTRIBUTES =
            Set.of("class", "expression", "type", "resource", "formKey", "asyncBefore", "asyncAfter", "async", "topic");

    private final Set<String> delegates;

    SecondWall(Set<String> delegates) {
        this.delegates = delegates;
    }

    @Override
    public void parseRootElement(Element root, List<ProcessDefinitionEntity> processes) {
        check(root);
    }

    private void check(Element element) {
        if (ELEMENTS.contains(element.getTagName())) {
            throw refused(element, element.getTagName());
        }
        for (String attribute : ATTRIBUTES) {
            if (element.attributeNS(CAMUNDA, attribute) != null) {
                throw refused(element, "camunda:" + attribute);
            }
        }
        String delegate = element.attributeNS(CAMUNDA, "delegateExpression");
        if (delegate != null && delegates.stream().noneMatch(name -> delegate.equals("${" + name + "}"))) {
            throw refused(element, "camunda:delegateExpression " + delegate);
        }
        element.elements().forEach(this::check);
    }

    private static ProcessEngineException refused(Element element, String found) {
        return new ProcessEngineException("Refused in line %d: expected nothing that runs code of a model, found %s"
                .formatted(element.getLine(), found));
    }
}
