package dev.signalbox.masterdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.PageClient;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.web.frame.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.i18n.LocaleContextHolder;

/** The partner's own data as somebody loads it who reads Czech. */
@SignalboxTest
class KindsInCzechTest {

    /** How a problem begins that nobody translated, and what a Czech one never has. */
    private static final String ENGLISH =
            "(Očekáváno|nalezeno): (an?|one|no|nothing|it|at) |\\b(the|of|which|unknown|with|named|such)\\b";

    /** Rows that break each rule among the fields of a kind, beside those of {@link PartnerFiles}. */
    private static final Map<String, String> BROKEN = new TreeMap<>(Map.ofEntries(
            Map.entry("partners.csv", """
                    externalId,name,type,supportEmail,supportPhone,supportUrl,providerId
                    cs-a,A,INDIRECT_RESELLER,a@cs.example,+420 555 0111,https://a.example,
                    cs-b,B,DIRECT_BILL,a@cs.example,+420 555 0111,https://a.example,cs-a
                    cs-c,C,INDIRECT_RESELLER,a@cs.example,+420 555 0111,https://a.example,cs-c
                    """),
            Map.entry("customers.csv", """
                    externalId,name,nonsense
                    cs-d,D,1
                    """),
            Map.entry("calendars.csv", """
                    externalId,name,timeZone,hours,holidays,ownDays,versionOf,validFrom
                    cs-e,E,Europe/Prague,Mon 09:00-12:00|Mon 11:00-13:00,XX,whenever,,2027-01-01
                    cs-f,F,Europe/Prague,Mon 09:00-09:30,,12-24 09:00-12:00|12-24 11:00-13:00,cs-f,
                    cs-f,F,Europe/Prague,Mon,,,,
                    """),
            Map.entry("deliveries.csv", """
                    externalId,customerId,party,amount,currency
                    cs-g,cs-d,OUTSOURCER,35.50,
                    cs-h,cs-d,OWN_DESK,,EUR
                    cs-i,cs-d,OWN_DESK,none,euro
                    """),
            Map.entry("subscriptions.csv", """
                    externalId,customerId,productFamily,name,azureSubscriptionId
                    cs-j,cs-d,M365,M,3f2504e0-4f89-41d3-9a0c-0305e82c3301
                    """),
            Map.entry("delegated-access.csv", """
                    externalId,customerId,status
                    cs-k,cs-d,active
                    """),
            Map.entry("text-modules.csv", """
                    externalId,name,language,partnerId,body
                    cs-l,L,cs,cs-a,Dobrý den {who}
                    """),
            Map.entry("agents.csv", """
                    externalId,displayName,email,role,customerId
                    cs-m,M,m@cs.example,,
                    cs-n,N,n@cs.example,CUSTOMER,
                    cs-o,O,o@cs.example,LEAD,cs-d
                    cs-p,P,p@cs.example,OPERATOR,
                    manager,M,m@cs.example,LEAD,
                    """),
            Map.entry("on-call-shifts.csv", """
                    externalId,partnerId,agent,from,to
                    cs-q,cs-a,nobody,2027-01-02,2027-01-01
                    """)));

    @LocalServerPort
    int port;

    @Autowired
    Words words;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
        LocaleContextHolder.setLocale(Locale.of("cs"));
    }

    @AfterEach
    void asBefore() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void whateverFitsIntoAFieldIsToldInCzech() {
        Stream<String> forms = Arrays.stream(Form.values()).map(Form::expected);
        Stream<String> fields =
                Kinds.ALL.stream().flatMap(kind -> kind.fieldList().stream()).map(Field::expected);
        Stream<String> unique = Kinds.ALL.stream()
                .flatMap(kind ->
                        kind.fieldList().stream().filter(Field::unique).map(field -> Masterdata.unlikeOthers(kind)));

        assertThat(Stream.of(forms, fields, unique)
                        .flatMap(expected -> expected)
                        .distinct()
                        .filter(expected -> words.phrase(expected).equals(expected)))
                .isEmpty();
    }

    @Test
    void everyKindEveryFieldAndEveryFateHasACzechName() {
        Stream<String> kinds = Kinds.ALL.stream().map(kind -> "data.kind." + kind.name());
        Stream<String> fields =
                Kinds.ALL.stream().flatMap(kind -> kind.columns().stream()).map(column -> "data.field." + column);
        Stream<String> fates = Arrays.stream(Import.Fate.values()).map(fate -> "data.import.fate." + fate);

        assertThat(Stream.of(kinds, fields, fates)
                        .flatMap(names -> names)
                        .distinct()
                        .filter(name -> words.perhaps(name) == null))
                .isEmpty();
    }

    @Test
    void aBrokenImportSaysInCzechWhatIsWrongWithEachRow() {
        PartnerFiles files = PartnerFiles.of("czech");
        files.plantTwentyFaults();
        Map<String, byte[]> sheets = new TreeMap<>();
        files.bytes().forEach((kind, rows) -> sheets.put(kind + ".csv", rows));
        Map<String, byte[]> broken = new TreeMap<>();
        BROKEN.forEach((file, rows) -> broken.put(file, rows.getBytes(StandardCharsets.UTF_8)));

        for (Map<String, byte[]> one : List.of(sheets, broken)) {
            Document page = load(one);

            assertThat(page.select("[role=alert]")).isEmpty();
            assertThat(page.select("tbody .fate").eachText()).isNotEmpty().isSubsetOf("nové", "odmítnuté", "čeká");
            assertThat(page.select(".listhead .hint b").eachText())
                    .contains("Zákazníci")
                    .doesNotContain("customers");
            assertThat(page.select("tbody .title div").eachText()).isNotEmpty().allSatisfy(told -> assertThat(told)
                    .matches("\\p{Lu}.*: Očekáváno: .*; nalezeno: .*")
                    .doesNotContainPattern(ENGLISH));
        }
    }

    @Test
    void aFileThatIsNoSheetIsRefusedInCzech() {
        Map<String, String> files = Map.of(
                "nobody.csv", "externalId\n",
                "customers.json", "{",
                "partners.json", "7",
                "teams.json", "[7]",
                "queues.csv", "name\n",
                "contacts.csv", "externalId,name\na,b,c\n");

        files.forEach((name, text) -> {
            String told = load(Map.of(name, text.getBytes(StandardCharsets.UTF_8)))
                    .select("[role=alert]")
                    .text();
            assertThat(told).startsWith(name).contains(": Očekáváno: ").doesNotContain("(line ");
            // what was found may be the message of a parser
            assertThat(told.replaceAll("; nalezeno: .*", "")).doesNotContainPattern(ENGLISH);
        });
        assertThat(load(Map.of("agents.csv", new byte[] {(byte) 0xff}))
                        .select("[role=alert]")
                        .text())
                .isEqualTo("agents.csv: Očekáváno: text v UTF-8; nalezeno: jiné kódování.");
        assertThat(load(Map.of()).select("[role=alert]").text())
                .isEqualTo("Soubory: Očekáváno: aspoň jeden soubor; nalezeno: nic.");
    }

    private Document load(Map<String, byte[]> files) {
        PageClient manager = new PageClient(port).in("cs").signIn("manager", api.passwordOf("manager"));
        PageClient.Answer answer = manager.upload("/data/import", Map.of("dryRun", "true"), files);
        assertThat(answer.status()).isEqualTo(200);
        return Jsoup.parse(answer.text());
    }
}
