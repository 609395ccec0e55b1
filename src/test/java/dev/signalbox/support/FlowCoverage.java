package dev.signalbox.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.community.process_test_coverage.core.model.DefaultCollector;
import org.camunda.community.process_test_coverage.core.model.Event;
import org.camunda.community.process_test_coverage.core.model.Model;
import org.camunda.community.process_test_coverage.core.model.Run;
import org.camunda.community.process_test_coverage.core.model.Suite;
import org.camunda.community.process_test_coverage.engine.platform7.ExecutionContextModelProvider;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessCoverageConfigurator;
import org.camunda.community.process_test_coverage.engine.platform7.ProcessEngineAdapter;
import org.camunda.community.process_test_coverage.report.CoverageReportUtil;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Which nodes and flows of the models the tests went through; the report lies in target/process-test-coverage. */
public class FlowCoverage {

    private static final Pattern ELEMENT = Pattern.compile(
            "<bpmn:(?:sequenceFlow|[a-zA-Z]*(?:Task|Gateway|Event|Activity|subProcess|callActivity)) id=\"([^\"]+)\"");

    private final DefaultCollector collector = new DefaultCollector(new ExecutionContextModelProvider());
    private final ProcessEngine engine;

    FlowCoverage(ProcessEngine engine) {
        this.engine = engine;
        start("other tests");
    }

    /** Counts from now on, under the name of the test class. */
    public void start(Class<?> test) {
        start(test.getName());
    }

    private void start(String name) {
        Suite suite = new Suite(name, name);
        Run run = new Run("paths", "paths");
        collector.createSuite(suite);
        collector.activateSuite(suite.getId());
        collector.createRun(run, suite.getId());
        collector.activateRun(run.getId());
        new ProcessEngineAdapter(engine, collector).initializeListeners();
    }

    /** Writes the report, and fails with the elements that no test of the class went through. */
    public void isComplete(Set<String> processes) {
        CoverageReportUtil.createReport(collector, "target/process-test-coverage");
        Suite suite = collector.getActiveSuite();
        for (String process : processes) {
            Model model = collector.getModels().stream()
                    .filter(one -> one.getKey().equals(process))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No test went through " + process));
            assertThat(suite.calculateCoverage(model))
                    .as("%s: not gone through %s", process, missing(model, suite))
                    .isEqualTo(1.0);
        }
    }

    private static Set<String> missing(Model model, Suite suite) {
        Set<String> elements = new TreeSet<>();
        Matcher found = ELEMENT.matcher(model.getXml());
        while (found.find()) {
            elements.add(found.group(1));
        }
        elements.removeAll(suite.getEventsDistinct(model.getKey()).stream()
                .map(Event::getDefinitionKey)
                .collect(Collectors.toSet()));
        return elements;
    }

    /** Makes the engine tell which elements it passes. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Listening {

        @Bean
        AbstractProcessEnginePlugin coverageListeners() {
            return new AbstractProcessEnginePlugin() {
                @Override
                public void preInit(ProcessEngineConfigurationImpl configuration) {
                    ProcessCoverageConfigurator.initializeProcessCoverageExtensions(configuration);
                }
            };
        }

        @Bean
        FlowCoverage flowCoverage(ProcessEngine engine) {
            return new FlowCoverage(engine);
        }
    }
}
