package dev.signalbox.messaging;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schemas of everything that comes in, one for each inbound event type. */
@Component
public class Schemas {

    static final String PREFIX = "dev.signalbox.";

    private final Map<String, Schema> byType = new TreeMap<>();
    private final Map<String, JsonNode> texts = new TreeMap<>();

    Schemas(JsonMapper json) throws IOException {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:schemas/*.json")) {
            try (InputStream in = file.getInputStream()) {
                String name = String.valueOf(file.getFilename()).replace(".json", "");
                JsonNode text = json.readTree(in);
                texts.put(PREFIX + name, text);
                byType.put(PREFIX + name, registry.getSchema(text));
            }
        }
    }

    /** The known types, in alphabetical order. */
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    @Nullable
    JsonNode find(String type) {
        return texts.get(type);
    }

    public boolean knows(String type) {
        return byType.containsKey(type);
    }

    /** Refuses data that does not fit the type's schema; each problem names the field in dotted form. */
    public void check(String type, JsonNode data) {
        Schema schema = byType.get(type);
        if (schema == null) {
            throw new Refused("type", "one of " + types(), type);
        }
        List<Problem> problems = schema.validate(data).stream()
                .map(error -> problem(error, data))
                .toList();
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }

    private static Problem problem(Error error, JsonNode data) {
        String pointer = String.valueOf(error.getInstanceLocation());
        String field = pointer.replaceFirst("^[/$.]+", "").replace('/', '.');
        String property = error.getProperty();
        if (property != null) {
            field = field.isEmpty() ? property : field + "." + property;
        }
        JsonNode found = error.getInstanceNode();
        boolean missing = "required".equals(error.getKeyword());
        return Problem.of(
                field.isEmpty() ? "data" : field,
                expected(error),
                missing ? "nothing" : found == null ? data : found.isString() ? found.stringValue() : found);
    }

    private static String expected(Error error) {
        Object[] arguments = error.getArguments();
        String first = arguments == null || arguments.length == 0 ? "" : String.valueOf(arguments[0]);
        return switch (String.valueOf(error.getKeyword()).toLowerCase(Locale.ROOT)) {
            case "required" -> "a value";
            case "enum" -> "one of " + first;
            case "type" ->
                "a value of type \"" + (arguments.length > 1 ? arguments[1] : Arrays.toString(arguments)) + "\"";
            case "maxlength" -> "at most " + first + " characters";
            case "minlength" -> "at least " + first + " characters";
            case "pattern" -> "text without control characters, in the form \"" + first + "\"";
            case "format" -> "a " + first;
            case "minitems" -> "at least " + first + " items";
            case "maxitems" -> "at most " + first + " items";
            default -> error.getMessage();
        };
    }
}
