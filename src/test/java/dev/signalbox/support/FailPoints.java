package dev.signalbox.support;

import dev.signalbox.workflow.engine.Delegates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Ends the product at an exact place. It is put in front of the product's classes by tests, is no part of the product,
 * and is switched on by {@code spring.main.sources} and the properties named here.
 */
public class FailPoints {

    /** Ends after so many commits of the Kafka consumer, before it commits their offsets. */
    public static final String AFTER_COMMIT = "fail.after-commit";

    /** Ends after so many acknowledgements by the broker, before the rows leave the outbox. */
    public static final String AFTER_ACKNOWLEDGEMENT = "spring.kafka.producer.properties.fail.after-acknowledgement";

    /** Lets the first step of tickets fail whose title says how: THROWS, OVERFLOWS or EXHAUSTS. */
    public static final String IN_STEPS = "fail.in-steps";

    private static final int KILLED = 137;
    private static final String CONSUMER_THREAD = "-C-";

    /** The properties that switch it on, beside those that say where. */
    public static Map<String, String> on() {
        return Map.of(
                "spring.main.sources",
                FailPoints.class.getName(),
                "spring.kafka.producer.properties.interceptor.classes",
                AfterAcknowledgement.class.getName());
    }

    /** Puts these classes, and nothing else of the tests, into {@code directory}. */
    public static Path into(Path directory) {
        try {
            Path folder = Files.createDirectories(directory.resolve("dev/signalbox/support"));
            for (Class<?> one : new Class<?>[] {FailPoints.class, AfterAcknowledgement.class, Failing.class}) {
                String file = one.getName().replaceAll(".*[.]", "") + ".class";
                try (InputStream in = one.getResourceAsStream(file)) {
                    Files.write(folder.resolve(file), in.readAllBytes());
                }
            }
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Bean
    static BeanPostProcessor placesToFail(Environment environment, BeanFactory beans) {
        return new Failing(
                new AtomicInteger(environment.getProperty(AFTER_COMMIT, Integer.class, 0)),
                environment.getProperty(IN_STEPS, Boolean.class, false),
                beans);
    }

    /** Watches the transactions and, where wanted, the steps. */
    record Failing(AtomicInteger commits, boolean inSteps, BeanFactory beans)
            implements BeanPostProcessor, TransactionExecutionListener {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (commits.get() > 0 && bean instanceof ConfigurableTransactionManager transactions) {
                transactions.addListener(this);
            }
            if (inSteps && bean instanceof Delegates delegates) {
                Map<String, JavaDelegate> steps = new HashMap<>(delegates.byName());
                steps.computeIfPresent("recogniseCustomer", (step, real) -> execution -> {
                    failIfWanted(String.valueOf(execution.getVariable("ticket")));
                    real.execute(execution);
                });
                return (Delegates) () -> steps;
            }
            return bean;
        }

        @Override
        public void afterCommit(TransactionExecution transaction, Throwable failure) {
            if (Thread.currentThread().getName().contains(CONSUMER_THREAD)
                    && !transaction.isReadOnly()
                    && commits.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        private void failIfWanted(String ticket) {
            String title = beans.getBean(JdbcClient.class)
                    .sql("select title from ticket where number = :number")
                    .param("number", Long.parseLong(ticket))
                    .query(String.class)
                    .single();
            if (title.contains("THROWS")) {
                throw new IllegalStateException("The step fails, as the test wants it");
            }
            if (title.contains("OVERFLOWS")) {
                overflow(1);
            }
            if (title.contains("EXHAUSTS")) {
                throw new OutOfMemoryError("The step needs more than there is, as the test wants it");
            }
        }

        private static int overflow(int depth) {
            return overflow(depth + 1) + 1;
        }
    }

    /** Kafka makes it from its name. */
    public static class AfterAcknowledgement implements ProducerInterceptor<Object, Object> {

        private final AtomicInteger left = new AtomicInteger();

        @Override
        public void configure(Map<String, ?> settings) {
            Object after = settings.get("fail.after-acknowledgement");
            left.set(after == null ? 0 : Integer.parseInt(String.valueOf(after)));
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception failure) {
            if (failure == null && left.get() > 0 && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        @Override
        public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> sent) {
            return sent;
        }

        @Override
        public void close() {}
    }
}
