package dev.signalbox.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.PageClient;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The pages as somebody reads them whose browser asks for Czech. */
@SignalboxTest
class CzechPagesTest {

    /** Words that a Czech sentence never has. */
    private static final Pattern ENGLISH = Pattern.compile(
            "\\b(the|of|is|are|was|were|not|with|this|that|by|from|your|you|has|have|been|which)\\b",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** What people or Microsoft wrote, and files as they are. */
    private static final String WRITTEN =
            ".said, .inbound p, .outbound p, kbd, .title, h1, option[value*=-], code, pre, textarea, .outline td";

    private static final List<String> LEADS = List.of("/", "/board", "/absences", "/texts", "/reports", "/models");

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    @Test
    void noPageOfTheDeskHasAnEnglishText() throws IOException {
        Walk diagnosing = Walk.request(api, Map.of()).healthy();
        Walk preparing = Walk.request(api, Map.of()).healthy().diagnosed("SERVICE_MALFUNCTION");
        Walk resolving = Walk.request(api, Map.of()).healthy().diagnosed("CONFIGURATION");
        Map<String, List<String>> pages = new LinkedHashMap<>();
        List<String> leads = new ArrayList<>(LEADS);
        for (Walk walk : List.of(diagnosing, preparing, resolving)) {
            String ticket = "/tickets/" + walk.number();
            leads.addAll(
                    List.of(ticket, ticket + "/correct", ticket + "/move", ticket + "/waiting", ticket + "/split"));
        }
        leads.add("/tickets/" + preparing.number() + "/package");
        leads.add("/tickets/" + diagnosing.number() + "/picture");
        leads.add("/models/severity.dmn");
        leads.add("/models/diagnosis.bpmn");
        leads.add("/models/diagnose.form");
        pages.put("lead", leads);
        pages.put("agent", List.of("/", "/tickets/new", "/tickets/" + resolving.number(), "/customers", "/design"));
        pages.put("customer", List.of("/", "/tickets/new", "/tickets/" + resolving.number()));
        pages.put("manager", List.of("/data/import", "/data/customers", "/data/customers/demo-direct-1"));
        pages.put("operator", List.of("/operations"));
        pages.put("auditor", List.of("/audit"));
        Set<String> english = translated();

        List<String> found = new ArrayList<>();
        pages.forEach((account, paths) -> {
            PageClient client = new PageClient(port).in("cs").signIn(account, api.passwordOf(account));
            for (String path : paths) {
                PageClient.Answer answer = client.get(path);
                assertThat(answer.status()).as(path).isEqualTo(200);
                texts(answer.text()).stream()
                        .filter(text ->
                                english.contains(text) || ENGLISH.matcher(text).find())
                        .forEach(text -> found.add(account + " " + path + ": " + text));
            }
        });

        assertThat(found).isEmpty();
    }

    @Test
    void whatIsWrongWithAFormIsSaidInCzech() {
        Walk walk = Walk.request(api, Map.of()).healthy();
        PageClient agent = new PageClient(port).in("cs").signIn("agent", api.passwordOf("agent"));

        String step = agent.post(
                        "/tickets/" + walk.number() + "/tasks/"
                                + walk.task("diagnose").path("id").asString(),
                        Map.of("outcome", "DIAGNOSED", "causeDomain", "CONFIGURATION", "steps[0].at", "včera"),
                        true)
                .text();
        String request =
                agent.post("/tickets/new", Map.of("title", "Bez popisu"), true).text();

        assertThat(Jsoup.parse(step).select(".err").eachText())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).startsWith("Očekáváno:").doesNotContain("Expected", "nothing"));
        assertThat(Jsoup.parse(request).select(".err").eachText())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).startsWith("Očekáváno:").doesNotContain("nothing"));
    }

    @Test
    void aDeadLetterSaysInCzechWhatIsWrongAndWhatMendsIt() {
        String id = "czech-" + UUID.randomUUID();
        api.raw(
                "operator",
                "/api/events",
                """
                {"customerId": "nobody-knows", "title": "Lost", "description": "Lost", "reportedCategory": "OTHER"}""".getBytes(UTF_8),
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "urn:test:czech",
                "ce-subject",
                id,
                "ce-type",
                "dev.signalbox.ticket.requested.v1");
        String letter = api.get("operator", "/api/events?source=urn:test:czech&id=" + id)
                .body()
                .path("deadLetter")
                .asString();
        PageClient operator = new PageClient(port).in("cs").signIn("operator", api.passwordOf("operator"));

        Document page =
                Jsoup.parse(operator.get("/operations/dead-letters/" + letter).text());

        assertThat(page.select("dd").eachText())
                .contains(
                        "Odmítnuto při příjmu: customerId: Očekáváno: známý zákazník; nalezeno: nobody-knows.",
                        "Opravte, co důvod jmenuje, v události nebo v datech, o kterých mluví, a pošlete ji odtud znovu.");
    }

    @Test
    void aRefusedModelTextOrQuestionIsRefusedInCzech() throws IOException {
        PageClient manager = new PageClient(port).in("cs").signIn("manager", api.passwordOf("manager"));
        String flow = Files.readString(Path.of("processes/intake.bpmn"))
                .replace("camunda:formRef=\"triage\"", "camunda:formRef=\"triage\" camunda:formKey=\"x\"");

        Document models = Jsoup.parse(manager.upload(
                        "/models",
                        Map.of("reason", "Na zkoušku", "dryRun", "true"),
                        Map.of("intake.bpmn", flow.getBytes(UTF_8)))
                .text());
        Document back = Jsoup.parse(manager.post("/models/intake.bpmn/rollback", Map.of("reason", "Zpět"), true)
                .text());
        Document texts = Jsoup.parse(manager.post(
                        "/texts", Map.of("externalId", "a b", "name", "A", "language", "xx", "body", "{who}"), true)
                .text());
        Document whatIf =
                Jsoup.parse(manager.post("/reports/what-if", Map.of("clock", "RESPONSE", "minutes", "0"), true)
                        .text());

        assertThat(models.select("[role=alert] li").eachText())
                .singleElement()
                .asString()
                .matches("intake.bpmn#userTask_triage \\(řádek [0-9]+\\) očekáváno: žádný atribut \"camunda:formKey\""
                        + " u prvku \"userTask\"; nalezeno: x");
        assertThat(back.select("[role=alert]").text()).isEqualTo("Před touto verzí souboru \"intake.bpmn\" žádná není");
        assertThat(texts.select("[role=alert]").text())
                .contains("Id: Očekáváno: id z nejvýše 60 písmen", "Jazyk: Očekáváno: kód jazyka, například cs")
                .doesNotContain("nothing", "places");
        assertThat(whatIf.select("[role=alert]").text()).contains("Minuty: Očekáváno: celé číslo od 1 do");
    }

    private static List<String> texts(String page) {
        Document document = Jsoup.parse(page);
        document.select(WRITTEN).remove();
        List<String> texts = new ArrayList<>();
        for (Element element : document.body().getAllElements()) {
            for (TextNode node : element.textNodes()) {
                if (!node.text().isBlank()) {
                    // a source is a document's own title
                    texts.add(node.text().strip().replaceAll("Zdroj: .*", ""));
                }
            }
            for (String attribute : List.of("title", "aria-label", "placeholder")) {
                if (!element.attr(attribute).isBlank()) {
                    texts.add(element.attr(attribute));
                }
            }
        }
        return texts;
    }

    /** English texts of pages and models that read otherwise in Czech. */
    private static Set<String> translated() throws IOException {
        Properties english = read("messages.properties");
        Properties czech = read("messages_cs.properties");
        Set<String> differ = new TreeSet<>();
        for (String name : english.stringPropertyNames()) {
            if (!english.getProperty(name).equals(czech.getProperty(name))) {
                differ.add(english.getProperty(name));
            }
        }
        for (String place : List.of("processes", "dmn")) {
            Map<String, String> texts = new JsonMapper()
                    .readValue(Files.readAllBytes(Path.of(place, "texts_cs.json")), new TypeReference<>() {});
            texts.forEach((text, told) -> {
                if (!text.equals(told)) {
                    differ.add(text);
                }
            });
        }
        Set<String> both = new TreeSet<>();
        czech.forEach((name, told) -> both.add(String.valueOf(told)));
        differ.removeAll(both);
        // a single word may be somebody's name
        differ.removeIf(text -> !text.contains(" "));
        return differ;
    }

    private static Properties read(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources", file), UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
