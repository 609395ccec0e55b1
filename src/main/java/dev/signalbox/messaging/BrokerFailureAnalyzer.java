package dev.signalbox.messaging;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class BrokerFailureAnalyzer extends AbstractFailureAnalyzer<BrokerFailed> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BrokerFailed cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Use another signalbox.data-dir or signalbox.broker.port, or a broker of your own with"
                        + " signalbox.broker.embedded=false and spring.kafka.bootstrap-servers.",
                cause);
    }
}
