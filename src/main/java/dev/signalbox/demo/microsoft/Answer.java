package dev.signalbox.demo.microsoft;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What goes back to the client. */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public static Answer json(int status, Object body) {
        return new Answer(
                status, Map.of("Content-Type", "application/json; charset=utf-8"), JSON.writeValueAsBytes(body));
    }

    public static Answer ok(Object body) {
        return json(200, body);
    }

    public static Answer text(int status, String type, String body) {
        return new Answer(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /** The same answer with one header more. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
