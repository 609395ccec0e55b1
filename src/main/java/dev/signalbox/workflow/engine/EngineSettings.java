package dev.signalbox.workflow.engine;

import dev.signalbox.decision.DecisionRecorder;
import dev.signalbox.decision.RememberingFeel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.spring.ProcessEngineFactoryBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The engine as we run it: lean history, nothing that executes a stranger's code, nothing we do not use. */
@Configuration(proxyBeanMethods = false)
class EngineSettings {

    @Bean
    AbstractProcessEnginePlugin leanAndLocked(
            Delegates delegates, @Lazy Marks marks, Waits waits, DecisionRecorder recorder, FlowLimits limits) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.setHistoryRemovalTimeStrategy(ProcessEngineConfiguration.HISTORY_REMOVAL_TIME_STRATEGY_START);
                engine.setScriptEngineResolver(new NoScripts());
                Set<String> named = ConcurrentHashMap.newKeySet();
                engine.setExpressionManager(new LockedExpressions(delegates.byName(), named));
                engine.setCmmnEnabled(false);
                engine.setStandaloneTasksEnabled(false);
                engine.setImplicitVariableUpdateDetectionEnabled(false);
                engine.setMetricsEnabled(false);
                engine.setTaskMetricsEnabled(false);
                engine.setEnableExpressionsInAdhocQueries(false);
                engine.setEnableExpressionsInStoredQueries(false);
                engine.setJavaSerializationFormatEnabled(false);
                engine.setInvokeCustomVariableListeners(false);
                engine.setFailedJobRetryTimeCycle("R10/PT20S");
                List<org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener> listeners = new ArrayList<>();
                if (engine.getCustomPreBPMNParseListeners() != null) {
                    listeners.addAll(engine.getCustomPreBPMNParseListeners());
                }
                listeners.add(new FlowListener(marks, waits, new StepLimit(limits.stepLimit()), named));
                listeners.add(new SecondWall(delegates.byName().keySet()));
                engine.setCustomPreBPMNParseListeners(listeners);
                DefaultDmnEngineConfiguration dmn =
                        (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
                dmn.setFeelEngineFactory(new RememberingFeel());
                dmn.getCustomPostDecisionEvaluationListeners().add(recorder);
                engine.setDmnEngineConfiguration(dmn);
            }
        };
    }

    /** What one transaction of a flow may do at most. */
    @ConfigurationProperties("signalbox.workflow")
    record FlowLimits(@DefaultValue("1000") int stepLimit) {}

    /** The engine starts after Flyway has made its tables. */
    static class AfterFlyway extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {
        @Override
        protected java.util.Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
            return java.util.Set.of(ProcessEngineFactoryBean.class);
        }
    }
}
