package dev.signalbox;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line on standard error why the application did not start. */
class OneLineReporter implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        String remedy = analysis.getAction() == null ? "" : " " + analysis.getAction();
        System.err.println("Signalbox cannot start: "
                + (analysis.getDescription() + remedy).replaceAll("\\s+", " ").strip());
    }
}
