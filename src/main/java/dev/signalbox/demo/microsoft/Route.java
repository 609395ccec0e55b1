package dev.signalbox.demo.microsoft;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A method and a pattern of paths with who answers them. The pattern ignores case, as Azure's paths do. A route of a
 * service is asked only with a token that is good for that service; a route without one takes everybody.
 */
public record Route(String method, Pattern path, @Nullable Api api, Handler handler) {

    /** Answers a request whose token was checked. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call);
    }

    /** A request, what the path's groups matched, and whose token came with it. */
    public record Call(
            Request request, MatchResult path, @Nullable Token token) {

        /** The token of a route that asks for one. */
        public Token caller() {
            if (token == null) {
                throw new IllegalStateException("Expected a route that asks for a token, found " + request.path());
            }
            return token;
        }
    }

    public static Route of(String method, String path, Api api, Handler handler) {
        return new Route(method, Pattern.compile(path, Pattern.CASE_INSENSITIVE), api, handler);
    }

    static Route open(String method, String path, Handler handler) {
        return new Route(method, Pattern.compile(path, Pattern.CASE_INSENSITIVE), null, handler);
    }

    boolean takes(String asked) {
        return method.equals(asked.toUpperCase(Locale.ROOT));
    }
}
