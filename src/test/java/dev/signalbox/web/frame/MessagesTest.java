package dev.signalbox.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.messaging.EventResult;
import dev.signalbox.microsoft.CasePackages;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.TaskConflict;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern USED = Pattern.compile("#\\{([a-zA-Z0-9.-]+)[}(]");
    private static final Pattern ARGUMENT = Pattern.compile("\\{[0-9]}");

    @Test
    void everyTextIsThereInBothLanguagesWithTheSameArguments() throws IOException {
        Properties english = read("messages.properties");
        Properties czech = read("messages_cs.properties");

        assertThat(new TreeSet<>(czech.stringPropertyNames())).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        for (String name : english.stringPropertyNames()) {
            assertThat(arguments(czech.getProperty(name))).as(name).isEqualTo(arguments(english.getProperty(name)));
        }
    }

    @Test
    void everyTextThatAPageNamesIsThere() throws IOException {
        Set<String> known = read("messages.properties").stringPropertyNames();
        List<String> missing = new ArrayList<>();
        try (Stream<Path> pages = Files.walk(RESOURCES.resolve("templates"))) {
            for (Path page : pages.filter(Files::isRegularFile).toList()) {
                USED.matcher(Files.readString(page))
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> !known.contains(name))
                        .forEach(name -> missing.add(page.getFileName() + " names " + name));
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyEntryOfATimelineHasWords() throws IOException {
        Set<String> known = read("messages.properties").stringPropertyNames();

        assertThat(Arrays.stream(TimelineType.values())
                        .map(type -> "entry." + type.wireName())
                        .filter(name -> !known.contains(name)))
                .isEmpty();
    }

    /** Names that are put together while the product runs: a missing one would be a page that fails. */
    @Test
    void everyFateConflictAndFieldOfAPackageHasWords() throws IOException {
        Set<String> known = read("messages.properties").stringPropertyNames();
        Stream<String> fates = Arrays.stream(EventResult.Fate.values())
                .flatMap(fate -> Stream.of("fate." + fate, "explained." + fate, "operations.became." + fate));
        Stream<String> conflicts = Arrays.stream(TaskConflict.Kind.values()).map(kind -> "refusal.task." + kind);
        Stream<String> fields = CasePackages.fields().stream().map(field -> "package.field." + field);

        assertThat(Stream.of(fates, conflicts, fields).flatMap(names -> names).filter(name -> !known.contains(name)))
                .isEmpty();
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(file), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
