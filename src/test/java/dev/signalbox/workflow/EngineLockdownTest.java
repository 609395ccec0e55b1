package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SignalboxTest
class EngineLockdownTest {

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${''.getClass()}",
                "${''.getClass().forName('java.lang.Runtime')}",
                "${ticket.getClass().getClassLoader()}",
                "${ticket.class}",
                "${ticket.bytes}",
                "${execution.id}",
                "${execution.setVariable('x', 1)}",
                "${task.name}",
                "${tickets}",
                "${dataSource}",
                "${processEngine}",
                "${authenticatedUserId}",
                "${dateTime()}",
                "${now()}",
                "${S('<a/>')}",
                "${closeTicket.byName}",
                "#{systemProperties['user.home']}",
                "${T(java.lang.Runtime).getRuntime()}"
            })
    void anExpressionReachesVariablesAndDelegatesOnly(String trick) {
        assertThatThrownBy(() -> {
                    deploy("trick", """
                            <bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
                            <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="g"/>
                            <bpmn:exclusiveGateway id="g"/>
                            <bpmn:sequenceFlow id="c" sourceRef="g" targetRef="t">
                              <bpmn:conditionExpression>%s</bpmn:conditionExpression>
                            </bpmn:sequenceFlow>
                            <bpmn:endEvent id="t"/>""".formatted(trick.replace("&", "&amp;").replace("<", "&lt;")));
                    engine.getRuntimeService().startProcessInstanceByKey("trick", Map.of("ticket", "10001238"));
                })
                .isInstanceOf(ProcessEngineException.class);
    }

    @Test
    void scriptsAreRefused() {
        assertThatThrownBy(() -> deploy("script", """
                        <bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
                        <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
                        <bpmn:scriptTask id="t" scriptFormat="juel"><bpmn:script>${1}</bpmn:script></bpmn:scriptTask>""")).hasStackTraceContaining("found scriptTask");
        assertThat(deployed("script")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camunda:expression=\"${ticket}\"",
                "camunda:class=\"java.lang.Runtime\"",
                "camunda:delegateExpression=\"${ticket}\"",
                "camunda:type=\"external\" camunda:topic=\"x\"",
                "camunda:delegateExpression=\"${closeTicket}\" camunda:asyncBefore=\"true\""
            })
    void theEngineItselfRefusesWhatCouldRunCode(String attributes) {
        assertThatThrownBy(() -> deploy("code", """
                        <bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
                        <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>
                        <bpmn:serviceTask id="t" %s/>""".formatted(attributes)))
                .hasStackTraceContaining("nothing that runs code of a model");
        assertThat(deployed("code")).isZero();
    }

    private long deployed(String key) {
        return engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .count();
    }

    @Test
    void aCircleWithoutAWaitIsStopped() {
        deploy("circle", """
                <bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
                <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="g"/>
                <bpmn:exclusiveGateway id="g"><bpmn:incoming>f</bpmn:incoming><bpmn:incoming>b</bpmn:incoming></bpmn:exclusiveGateway>
                <bpmn:sequenceFlow id="b" sourceRef="g" targetRef="g"/>""");

        assertThatThrownBy(() -> engine.getRuntimeService().startProcessInstanceByKey("circle"))
                .hasMessageContaining("1000 steps");
    }

    @Test
    void historyIsLeanAndItsRemovalIsSetAtTheStart() {
        var settings = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();

        assertThat(settings.getHistoryLevel()).isEqualTo(HistoryLevel.HISTORY_LEVEL_ACTIVITY);
        assertThat(settings.getHistoryRemovalTimeStrategy())
                .isEqualTo(ProcessEngineConfiguration.HISTORY_REMOVAL_TIME_STRATEGY_START);
    }

    @Test
    void aWorkedTicketLeavesNoSerializedBlobAndNoAsynchronousJob() {
        Walk walk = Walk.request(new Api(port), Map.of()).healthy().diagnosed("CONFIGURATION");

        walk.complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right."))
                .is("RESOLVED");

        assertThat(count("select count(*) from act_ge_bytearray where deployment_id_ is null"))
                .isZero();
        assertThat(count("select count(*) from act_ru_job where type_ = 'message'"))
                .isZero();
    }

    @Test
    void everyMessageTheEngineWaitsForIsAWaitOfOurs() {
        Walk.request(new Api(port), Map.of()).healthy();

        assertThat(count("""
                select count(*) from act_ru_event_subscr s where s.event_type_ = 'message' and s.execution_id_ is not null
                and not exists (select 1 from process_wait w where w.execution_id = s.execution_id_
                  and w.message = s.event_name_)""")).isZero();
        assertThat(count("""
                select count(*) from process_wait w where not exists (select 1 from act_ru_event_subscr s
                  where w.execution_id = s.execution_id_ and w.message = s.event_name_)""")).isZero();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private void deploy(String key, String content) {
        String model = """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
                  <bpmn:process id="%s" isExecutable="true" camunda:historyTimeToLive="P1D">%s</bpmn:process>
                </bpmn:definitions>""".formatted(key, content);
        engine.getRepositoryService()
                .createDeployment()
                .addInputStream(key + ".bpmn", new java.io.ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8)))
                .deploy();
    }
}
