package dev.signalbox.workflow.engine;

import java.beans.FeatureDescriptor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.FunctionMapper;
import org.camunda.bpm.impl.juel.jakarta.el.MethodNotFoundException;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotFoundException;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotWritableException;
import org.jspecify.annotations.Nullable;

/**
 * Expressions reach variables, lists, maps and a fixed list of delegates, and nothing else: no bean properties, no
 * methods, no functions, no engine objects.
 */
class LockedExpressions extends JuelExpressionManager {

    private final Map<String, JavaDelegate> delegates;
    private final Set<String> named;

    /** A variable of {@code named} that is not set yet reads as null, so that a gateway takes its default. */
    LockedExpressions(Map<String, JavaDelegate> delegates, Set<String> named) {
        this.delegates = Map.copyOf(delegates);
        this.named = named;
    }

    @Override
    protected ELResolver createElResolver() {
        return new OnlyData(delegates, named);
    }

    @Override
    protected FunctionMapper createFunctionMapper() {
        return new FunctionMapper() {
            @Override
            public java.lang.reflect.@Nullable Method resolveFunction(String prefix, String localName) {
                return null;
            }
        };
    }

    private static final class OnlyData extends ELResolver {

        private final Map<String, JavaDelegate> delegates;
        private final Set<String> named;

        OnlyData(Map<String, JavaDelegate> delegates, Set<String> named) {
            this.named = named;
            this.delegates = delegates;
        }

        @Override
        public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
            context.setPropertyResolved(true);
            if (base instanceof Map<?, ?> map) {
                return map.get(property);
            }
            if (base instanceof List<?> list && property instanceof Number index) {
                return list.get(index.intValue());
            }
            if (base != null) {
                throw new PropertyNotFoundException(
                        "Expected an expression over variables, lists and maps, found property '" + property + "'");
            }
            String name = String.valueOf(property);
            if (context.getContext(VariableScope.class) instanceof VariableScope scope && scope.hasVariable(name)) {
                return scope.getVariable(name);
            }
            if (context.getContext(VariableContext.class) instanceof VariableContext variables
                    && variables.containsVariable(name)) {
                return variables.resolve(name).getValue();
            }
            JavaDelegate delegate = delegates.get(name);
            if (delegate == null && named.contains(name)) {
                return null;
            }
            if (delegate == null) {
                throw new PropertyNotFoundException(
                        "Expected a variable or one of the delegates " + delegates.keySet() + ", found '" + name + "'");
            }
            return delegate;
        }

        @Override
        public Object invoke(
                ELContext context,
                @Nullable Object base,
                Object method,
                Class<?> @Nullable [] types,
                Object @Nullable [] arguments) {
            throw new MethodNotFoundException("Expressions call no methods, found '" + method + "'");
        }

        @Override
        public void setValue(ELContext context, @Nullable Object base, Object property, @Nullable Object value) {
            throw new PropertyNotWritableException("Expressions write nothing, found '" + property + "'");
        }

        @Override
        public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
            context.setPropertyResolved(true);
            return true;
        }

        @Override
        public Class<?> getType(ELContext context, @Nullable Object base, Object property) {
            context.setPropertyResolved(true);
            return Object.class;
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
            return Object.class;
        }

        @Override
        public @Nullable Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
            return null;
        }
    }
}
