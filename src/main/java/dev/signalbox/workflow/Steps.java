package dev.signalbox.workflow;

import dev.signalbox.workflow.engine.Delegates;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The steps that flows may call, by the names the models use. */
@Component
class Steps implements Delegates {

    private final Map<String, JavaDelegate> byName = new LinkedHashMap<>();

    Steps(IntakeSteps intake, DiagnosisSteps diagnosis, EscalationSteps escalation, ClosingSteps closing) {
        byName.putAll(intake.byName());
        byName.putAll(diagnosis.byName());
        byName.putAll(escalation.byName());
        byName.putAll(closing.byName());
    }

    @Override
    public Map<String, JavaDelegate> byName() {
        return byName;
    }
}
