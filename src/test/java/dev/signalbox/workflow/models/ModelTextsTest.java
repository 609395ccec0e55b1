package dev.signalbox.workflow.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelTextsTest {

    private static final Locale CZECH = Locale.of("cs");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]* [^\"]*)\"");

    /** What people read of a table beside its rules' descriptions and its answers of more than one word. */
    private static final Set<String> NAMED = Set.of("decision", "input", "output");

    private final JsonMapper json = new JsonMapper();
    private final ModelTexts texts = new ModelTexts(json);

    ModelTextsTest() throws IOException {}

    @Test
    void everyTextOfTheFlowsAndFormsIsThereInCzechAndNoOther() throws IOException {
        Set<String> written = new TreeSet<>();
        for (Path flow : files("processes", ".bpmn")) {
            XmlWall.read(file(flow), new Findings())
                    .all()
                    .filter(node -> !Set.of(
                                    "message",
                                    "error",
                                    "signal",
                                    "definitions",
                                    "property",
                                    "inputParameter",
                                    "outputParameter")
                            .contains(node.name))
                    .map(node -> node.get("name"))
                    .filter(name -> name != null)
                    .forEach(written::add);
        }
        for (Path form : files("processes/forms", ".form")) {
            collect(json.readTree(Files.readAllBytes(form)), written);
        }

        assertThat(czech("processes").keySet()).isEqualTo(written);
    }

    @Test
    void everyTextOfTheTablesIsThereInCzechAndNoOther() throws IOException {
        Set<String> written = new TreeSet<>(Set.of("Source:"));
        for (Path table : files("dmn", ".dmn")) {
            XmlWall.read(file(table), new Findings()).all().forEach(node -> {
                String label = node.get("label");
                if (NAMED.contains(node.name)) {
                    written.add(label == null ? node.get("name") : label);
                } else if (node.name.equals("description")) {
                    String[] parts = node.text().strip().split(" Source: ");
                    written.add(parts[0]);
                } else if (node.name.equals("outputEntry")) {
                    node.children("text")
                            .flatMap(text -> QUOTED.matcher(text.text()).results())
                            .map(found -> found.group(1))
                            .forEach(written::add);
                }
            });
        }

        Set<String> known = new TreeSet<>(czech("dmn").keySet());
        known.removeAll(sources());
        assertThat(known).isEqualTo(written);
    }

    @Test
    void aRulesWordsAndItsSourcesAreToldInCzech() {
        assertThat(texts.in(
                        CZECH,
                        "A published outage explains it: follow the updates."
                                + " Source: our own rule; Partner Center: request a credit, 2021"))
                .isEqualTo("Vysvětluje to zveřejněný výpadek: sledovat další zprávy."
                        + " Zdroj: naše vlastní pravidlo; Partner Center: request a credit, 2021");
    }

    @Test
    void whatSomebodyElseWroteStandsAsWritten() {
        assertThat(List.of(
                        texts.in(CZECH, "Ask the moon"),
                        texts.in(CZECH, "Ask the moon. Source: our own rule"),
                        texts.in(Locale.ENGLISH, "Approve the escalation"),
                        texts.in(Locale.JAPANESE, "Approve the escalation")))
                .containsExactly(
                        "Ask the moon",
                        "Ask the moon. Source: our own rule",
                        "Approve the escalation",
                        "Approve the escalation");
    }

    @Test
    void aPictureHasCzechNamesAndTheSameElements() throws IOException {
        byte[] flow = Files.readAllBytes(Path.of("processes/diagnosis.bpmn"));

        String drawn = new String(texts.picture(CZECH, flow), UTF_8);

        assertThat(drawn).contains("name=\"Najít příčinu\"").doesNotContain("name=\"Diagnose the fault\"");
        assertThat(ids(drawn)).isEqualTo(ids(new String(flow, UTF_8)));
        assertThat(texts.picture(Locale.ENGLISH, flow)).isEqualTo(flow);
    }

    private Set<String> sources() throws IOException {
        Set<String> sources = new TreeSet<>();
        for (Path table : files("dmn", ".dmn")) {
            XmlWall.read(file(table), new Findings())
                    .all()
                    .filter(node -> node.name.equals("description"))
                    .map(node -> node.text().strip().split(" Source: "))
                    .filter(parts -> parts.length == 2)
                    .flatMap(parts -> Arrays.stream(parts[1].split("; ")))
                    .forEach(sources::add);
        }
        return sources;
    }

    private static Set<String> ids(String flow) {
        return Pattern.compile(" id=\"([^\"]+)\"")
                .matcher(flow)
                .results()
                .map(MatchResult::group)
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }

    private static void collect(JsonNode node, Set<String> written) {
        for (String name : List.of("label", "description", "dateLabel")) {
            if (node.path(name).isString()) {
                written.add(node.path(name).stringValue());
            }
        }
        for (String name : List.of("values", "components")) {
            node.path(name).forEach(inner -> collect(inner, written));
        }
    }

    private Map<String, String> czech(String place) throws IOException {
        return json.readValue(Files.readAllBytes(Path.of(place, "texts_cs.json")), new TypeReference<>() {});
    }

    private static ModelFile file(Path path) throws IOException {
        return new ModelFile(String.valueOf(path.getFileName()), Files.readAllBytes(path));
    }

    private static List<Path> files(String place, String ending) throws IOException {
        try (Stream<Path> all = Files.list(Path.of(place))) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }
}
