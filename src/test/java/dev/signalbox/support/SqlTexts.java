package dev.signalbox.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Hears the text of every statement that reaches the database, while somebody wants to know. */
public class SqlTexts implements BeanPostProcessor {

    private static final Set<String> HEARD = ConcurrentHashMap.newKeySet();
    private static volatile boolean listening;

    /** The different texts that were sent to the database meanwhile, by whomever. */
    public static Set<String> during(Runnable work) {
        HEARD.clear();
        listening = true;
        try {
            work.run();
            return Set.copyOf(HEARD);
        } finally {
            listening = false;
        }
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? new Heard(source) : bean;
    }

    private static final class Heard extends DelegatingDataSource {

        Heard(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return heard(Connection.class, super.getConnection());
        }
    }

    private static <T> T heard(Class<T> kind, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (listening && arguments != null && arguments.length > 0 && arguments[0] instanceof String text) {
                HEARD.add(text);
            }
            try {
                Object result = method.invoke(target, arguments);
                return method.getName().equals("createStatement") ? heard(Statement.class, (Statement) result) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        };
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
    }
}
