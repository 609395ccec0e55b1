package dev.signalbox.masterdata;

import dev.signalbox.ticket.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes sheets to import of files and JSON bodies. */
@Component
public class Uploads {

    private static final int MOST_BYTES = 10_485_760;
    private static final int MOST_ROWS = 100_000;

    private final JsonMapper json;

    Uploads(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param kind a kind, or a file's name that begins with one
     * @throws Refused if the kind is unknown, or the file is too large or not readable as its name says
     */
    public Import.Sheet sheet(String kind, String file, byte[] bytes) {
        String plain = kind.toLowerCase(Locale.ROOT).replaceFirst("[.](csv|json)$", "");
        Kind known = Kinds.find(plain)
                .orElseThrow(() ->
                        new Refused(file, "a file named after one of " + Kinds.ALL + ", such as customers.csv", kind));
        if (bytes.length > MOST_BYTES) {
            throw new Refused(file, "at most 10 MiB", bytes.length + " bytes");
        }
        List<Sheets.Line> lines = file.toLowerCase(Locale.ROOT).endsWith(".json")
                ? lines(file, tree(file, bytes))
                : Sheets.read(file, bytes);
        if (lines.size() > MOST_ROWS) {
            throw new Refused(file, "at most " + MOST_ROWS + " rows", lines.size() + " rows");
        }
        return new Import.Sheet(known, lines);
    }

    /** One object with a list for each kind. */
    public List<Import.Sheet> json(byte[] bytes) {
        JsonNode tree = tree("body", bytes);
        if (!tree.isObject()) {
            throw new Refused("body", "an object with a list for each kind", tree.getNodeType());
        }
        List<Import.Sheet> sheets = new ArrayList<>();
        for (Map.Entry<String, JsonNode> part : tree.properties()) {
            Kind kind = Kinds.find(part.getKey())
                    .orElseThrow(() -> new Refused(part.getKey(), "one of the kinds " + Kinds.ALL, part.getKey()));
            sheets.add(new Import.Sheet(kind, lines(part.getKey(), part.getValue())));
        }
        return sheets;
    }

    private JsonNode tree(String file, byte[] bytes) {
        try {
            return json.readTree(bytes);
        } catch (JacksonException broken) {
            throw new Refused(file, "well-formed JSON", broken.getOriginalMessage());
        }
    }

    /** The number of a line is the place in the list, counted from 1. */
    private List<Sheets.Line> lines(String file, JsonNode list) {
        JsonNode items = list.isObject() ? list.path("items") : list;
        if (!items.isArray()) {
            throw new Refused(file, "a list of items", items.getNodeType());
        }
        List<Sheets.Line> lines = new ArrayList<>();
        for (JsonNode item : items) {
            if (!item.isObject()) {
                throw new Refused(file + "[" + lines.size() + "]", "an object", item.getNodeType());
            }
            lines.add(new Sheets.Line(
                    lines.size() + 1L, json.treeToValue(item, new TypeReference<LinkedHashMap<String, Object>>() {})));
        }
        return lines;
    }
}
