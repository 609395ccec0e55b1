package dev.signalbox.web.api;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API: its parameters are those of the query, and its body is the bytes that were sent, up to a limit.
 * The server would make parameters of a body that calls itself a form, as {@code curl -d} does, and leave no body.
 */
class ApiRequest extends HttpServletRequestWrapper {

    private final Map<String, String[]> parameters;
    private final long largest;
    private @Nullable ServletInputStream body;

    ApiRequest(HttpServletRequest request, Query query, long largest) {
        super(request);
        this.parameters = new LinkedHashMap<>();
        query.parameters()
                .forEach((name, values) -> parameters.put(
                        name,
                        values.stream().map(value -> value == null ? "" : value).toArray(String[]::new)));
        this.largest = largest;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            if (getContentLengthLong() > largest) {
                throw new TooLarge(largest, getContentLengthLong());
            }
            body = new LimitedBody(super.getInputStream(), largest);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(parameters);
    }
}
