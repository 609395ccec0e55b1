package dev.signalbox.workflow.engine;

import org.camunda.bpm.engine.WrongDbException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one line that the engine's tables are of another version than the engine. */
class EngineSchemaAnalyzer extends AbstractFailureAnalyzer<WrongDbException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WrongDbException wrong) {
        return new FailureAnalysis(
                "the engine's tables are of version %s, which is not the one of this engine."
                        .formatted(wrong.getDbVersion()),
                "Start the version of Signalbox that made them, or restore the backup that belongs to this one.",
                wrong);
    }
}
