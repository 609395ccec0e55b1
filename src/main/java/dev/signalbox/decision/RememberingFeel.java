package dev.signalbox.decision;

import camundajar.impl.scala.util.Either;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunctionTransformer;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.valuemapper.ValueMapper;

/**
 * The engine's own FEEL, which parses an expression once instead of at each evaluation. What an expression answers is
 * never kept, so it need not be a pure one.
 */
public class RememberingFeel implements FeelEngineFactory {

    /** All shipped tables together have a fifth of it. */
    private static final int MOST = 10_000;

    @Override
    public FeelEngine createInstance() {
        return new ScalaFeelEngine(List.of()) {
            @Override
            protected org.camunda.feel.FeelEngine buildFeelEngine(
                    CustomFunctionTransformer functions, ValueMapper.CompositeValueMapper values) {
                return new Remembering(functions, values);
            }
        };
    }

    private static class Remembering extends org.camunda.feel.FeelEngine {

        private final Parsed expressions = new Parsed(super::parseExpression);
        private final Parsed tests = new Parsed(super::parseUnaryTests);

        Remembering(FunctionProvider functions, ValueMapper values) {
            // without external functions, as the engine has it: they would call Java
            super(functions, values, new Configuration(false), org.camunda.feel.FeelEngine.defaultClock());
        }

        @Override
        public Either<Failure, ParsedExpression> parseExpression(String expression) {
            return expressions.of(expression);
        }

        @Override
        public Either<Failure, ParsedExpression> parseUnaryTests(String expression) {
            return tests.of(expression);
        }
    }

    /** The expressions read last; the eldest goes first where a table's author tries many. */
    private static class Parsed {

        private final Function<String, Either<org.camunda.feel.FeelEngine.Failure, ParsedExpression>> parser;
        private final Map<String, Either<org.camunda.feel.FeelEngine.Failure, ParsedExpression>> known =
                Collections.synchronizedMap(new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<String, Either<org.camunda.feel.FeelEngine.Failure, ParsedExpression>> eldest) {
                        return size() > MOST;
                    }
                });

        Parsed(Function<String, Either<org.camunda.feel.FeelEngine.Failure, ParsedExpression>> parser) {
            this.parser = parser;
        }

        Either<org.camunda.feel.FeelEngine.Failure, ParsedExpression> of(String expression) {
            var before = known.get(expression);
            if (before != null) {
                return before;
            }
            var parsed = parser.apply(expression);
            known.put(expression, parsed);
            return parsed;
        }
    }
}
