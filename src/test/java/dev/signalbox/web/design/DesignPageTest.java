package dev.signalbox.web.design;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.signalbox.support.Desk;
import dev.signalbox.support.SignalboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@SignalboxTest
class DesignPageTest {

    private static final String SHEET = "src/main/resources/static/assets/desk.css";

    @LocalServerPort
    int port;

    @Test
    void everyTokenOfTheStyleSheetIsShownWithASampleToStaffAndToNobodyElse() throws IOException {
        String sheet = Files.readString(Path.of(SHEET));
        String root = sheet.substring(sheet.indexOf(":root {"), sheet.indexOf("\n}"));
        List<String> tokens = Pattern.compile("--([a-z0-9-]+):")
                .matcher(root)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        try (Desk desk = new Desk()) {
            Page page = desk.of("agent", port);
            page.navigate("/design");
            Desk.accessible(page);

            assertThat(page.locator("#design code").allInnerTexts()).containsExactlyInAnyOrderElementsOf(tokens);
            for (String token : tokens) {
                assertThat(sheet).as("a sample of " + token).contains(".sample." + token + " {");
            }
            assertThat(desk.of("customer", port).navigate("/design").status()).isEqualTo(403);
            assertThat(desk.complaints(403)).isEmpty();
        }
    }

    @Test
    void aPictureWithoutAWordIsFoundByTheLookThatEveryPagePasses() {
        try (Desk desk = new Desk()) {
            Page page = desk.of("agent", port);
            page.navigate("/design");
            page.evaluate("document.querySelector('main').append(document.createElement('img'))");

            assertThat(Desk.violations(page)).singleElement().asString().startsWith("image-alt at ");
        }
    }
}
