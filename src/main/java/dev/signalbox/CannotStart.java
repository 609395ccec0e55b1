package dev.signalbox;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Something on this machine stands in the way of starting; says what it is and what to do about it. */
class CannotStart extends RuntimeException {

    private final String remedy;

    CannotStart(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    static class Analyzer extends AbstractFailureAnalyzer<CannotStart> {

        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, CannotStart cause) {
            return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy, cause);
        }
    }
}
