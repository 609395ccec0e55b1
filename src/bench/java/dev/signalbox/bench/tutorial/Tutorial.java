package dev.signalbox.bench.tutorial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small application around the embedded engine, as a first project would have it. */
@SpringBootApplication
public class Tutorial {

    public static final String IN = "tutorial.in";
    public static final String OUT = "tutorial.out";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> ENDS =
            Map.of("endEvent_messageNoted", "replied", "endEvent_closed", "closed");
    private static final Pattern DELEGATE = Pattern.compile("delegateExpression=\"\\$\\{(\\w+)}\"");

    /** Whether the flows are there; what comes before would be lost, as an engine by itself loses it. */
    private static volatile boolean ready;

    public static void main(String[] args) {
        SpringApplication.run(Tutorial.class, args);
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Releases the product's models with what the tutorial way changes in them, and a stub for each delegate. */
    @Bean
    CommandLineRunner deploy(RepositoryService repository, ConfigurableListableBeanFactory beans) {
        return arguments -> {
            var deployment = repository.createDeployment().name("tutorial");
            Set<String> delegates = new TreeSet<>();
            var resolver = new PathMatchingResourcePatternResolver();
            for (Resource flow : resolver.getResources("classpath*:processes/*.bpmn")) {
                String text = text(flow)
                        .replace("<bpmn:serviceTask ", "<bpmn:serviceTask camunda:asyncBefore=\"true\" ")
                        .replace(
                                "<camunda:in businessKey=\"#{ticket}\" />",
                                "<camunda:in businessKey=\"#{ticket}\" /><camunda:in variables=\"all\" />"
                                        + "<camunda:out variables=\"all\" />");
                var matcher = DELEGATE.matcher(text);
                while (matcher.find()) {
                    delegates.add(matcher.group(1));
                }
                deployment.addString(flow.getFilename(), text);
            }
            for (Resource table : resolver.getResources("classpath*:dmn/*.dmn")) {
                deployment.addString(table.getFilename(), text(table));
            }
            delegates.forEach(name -> beans.registerSingleton(name, (JavaDelegate) Tutorial::work));
            deployment.deploy();
            ready = true;
        };
    }

    private static String text(Resource file) throws IOException {
        return file.getContentAsString(StandardCharsets.UTF_8);
    }

    /** What a delegate does here: reads the object, changes it, writes it back. */
    private static void work(DelegateExecution execution) {
        var data = (TicketData) execution.getVariable("ticketData");
        data.notes.add(execution.getCurrentActivityName());
        execution.setVariable("ticketData", data);
    }

    /** What comes in, one transaction an event. */
    @Component
    static class Events {

        private final RuntimeService runtime;

        Events(RuntimeService runtime) {
            this.runtime = runtime;
        }

        @Transactional
        @KafkaListener(topics = IN, groupId = "tutorial")
        public void on(String event) {
            JsonNode read = JSON.readTree(event);
            String reference = read.path("reference").asString();
            switch (read.path("type").asString()) {
                case "ticket.requested" ->
                    runtime.startProcessInstanceByMessage("ticket.requested", reference, variables(reference, read));
                case "ticket.customer-replied" ->
                    runtime.createMessageCorrelation("ticket.customer-replied")
                            .processInstanceVariableEquals("reference", reference)
                            .setVariable("reply", read.path("body").asString())
                            .correlate();
                default ->
                    runtime.createMessageCorrelation("ticket.resolution-confirmed")
                            .processInstanceVariableEquals("reference", reference)
                            .setVariable("solved", true)
                            .correlate();
            }
        }

        private static Map<String, Object> variables(String reference, JsonNode read) {
            Map<String, Object> variables = new HashMap<>();
            variables.put("ticket", reference);
            variables.put("reference", reference);
            variables.put(
                    "ticketData",
                    new TicketData(
                            reference,
                            read.path("customerId").asString(),
                            read.path("title").asString(),
                            read.path("description").asString()));
            variables.put("policySet", "SEED_2021");
            variables.put("remindAfter", "P2D");
            variables.put("closeAfterSilence", "P7D");
            variables.put("confirmWithin", "P5D");
            variables.put("chaseAfter", "P1D");
            variables.put("outageRecheckAfter", "P1D");
            // What the flows ask for where a ticket begins, as nobody has moved it
            variables.put("stage", "");
            variables.put("triageAsked", false);
            variables.put("questionOpen", false);
            variables.put("diagnosed", false);
            variables.put("caseFiled", false);
            variables.put("faultGone", false);
            variables.put("requestComplete", true);
            // What the tables ask, for a fault that the own desk solves
            variables.put("customer", "demo-direct-1");
            variables.put("partner", "demo-direct");
            variables.put("productFamily", "M365");
            variables.put("reportedCategory", "SERVICE_ERROR");
            variables.put("publisher", "MICROSOFT");
            variables.put("tenantContext", "CUSTOMER");
            variables.put("businessImpact", "MODERATE");
            variables.put("environment", "PRODUCTION");
            variables.put("commit24x7", false);
            variables.put("contactComplete", true);
            variables.put("cloud", true);
            variables.put("descriptionPresent", true);
            variables.put("vehicle", null);
            variables.put("breakFix", true);
            variables.put("contractTier", "GOLD");
            variables.put("azureSlaMinutes", null);
            variables.put("healthMatch", "NONE");
            variables.put("healthResolved", false);
            variables.put("symptomsMatch", null);
            variables.put("needsEngineering", null);
            variables.put("healthDataAgeMinutes", null);
            variables.put("causeDomain", null);
            variables.put("diagnosisComplete", false);
            variables.put("partnerFixExhausted", false);
            variables.put("knowledgeMatch", false);
            variables.put("outageAction", null);
            variables.put("deliveryParty", null);
            variables.put("deliveryChargeable", false);
            variables.put("level", "FIRST");
            variables.put("withinHours", true);
            for (String later : new String[] {"outcome", "escalationOutcome", "handlingParty", "boundary", "solved"}) {
                variables.put(later, "");
            }
            variables.put("solved", false);
            return variables;
        }
    }

    /** What goes out: which task stands, that a reply was noted, and that a ticket is closed. */
    @Component
    static class Told {

        private final KafkaTemplate<String, String> kafka;

        Told(KafkaTemplate<String, String> kafka) {
            this.kafka = kafka;
        }

        @EventListener
        public void on(DelegateTask task) {
            if ("create".equals(task.getEventName())) {
                tell(
                        String.valueOf(task.getVariable("reference")),
                        Map.of("task", task.getId(), "kind", task.getTaskDefinitionKey()));
            }
        }

        @EventListener
        public void on(DelegateExecution execution) {
            String kind = "start".equals(execution.getEventName()) ? ENDS.get(execution.getCurrentActivityId()) : null;
            if (kind != null) {
                tell(String.valueOf(execution.getVariable("reference")), Map.of("kind", kind));
            }
        }

        private void tell(String reference, Map<String, String> what) {
            Map<String, String> event = new HashMap<>(what);
            event.put("reference", reference);
            String text = JSON.writeValueAsString(event);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    kafka.send(OUT, reference, text);
                }
            });
        }
    }

    /** The desk's side. */
    @RestController
    static class Desk {

        private final TaskService tasks;

        Desk(TaskService tasks) {
            this.tasks = tasks;
        }

        @GetMapping("/up")
        String up() {
            return ready ? "\"status\":\"UP\"" : "";
        }

        @PostMapping("/complete/{task}")
        void complete(@PathVariable String task, @RequestBody Map<String, Object> values) {
            tasks.complete(task, values);
        }
    }
}
