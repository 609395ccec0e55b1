package dev.signalbox.web.frame;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.work.NotToCorrect;
import dev.signalbox.workflow.NotInThisFlow;
import dev.signalbox.workflow.TaskConflict;
import dev.signalbox.workflow.models.ModelTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Texts of the pages, from the message files, in the viewer's language. */
@Component
public class Words {

    /** What a sentence quotes, a list, the state of a ticket, a number or a time. */
    private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"|\\[[^]]*]|\\b("
            + Arrays.stream(TicketState.values()).map(Enum::name).collect(Collectors.joining("|"))
            + ")\\b|[0-9]([^ ,]*[0-9A-Z])?");

    private static final Pattern BETWEEN_PROBLEMS = Pattern.compile("; (?=[^;:]+: expected )");
    private static final Pattern PROBLEM = Pattern.compile("([^;:]+): expected (.*), found (.*)", Pattern.DOTALL);
    private static final Pattern BY_A_MAPPING = Pattern.compile("Mapping ([^:]+): (.*)", Pattern.DOTALL);
    private static final Pattern LINE_OF_A_FILE = Pattern.compile("(.+) \\(line ([0-9]+)\\)");

    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    private final MessageSource messages;
    private final ModelTexts models;

    Words(MessageSource messages, ModelTexts models) {
        this.messages = messages;
        this.models = models;
    }

    public String of(String name, @Nullable Object... arguments) {
        return messages.getMessage(name, arguments, LocaleContextHolder.getLocale());
    }

    /** The text where the message files have one. */
    public @Nullable String perhaps(String name, Object... arguments) {
        return messages.getMessage(name, arguments, null, LocaleContextHolder.getLocale());
    }

    /** The viewer's language, an ISO 639 code. */
    public String language() {
        return LocaleContextHolder.getLocale().getLanguage();
    }

    /** A text that stands in a flow, a form or a table. */
    public String model(String text) {
        return models.in(LocaleContextHolder.getLocale(), text);
    }

    /** What is wrong with a field. */
    public String problem(Problem problem) {
        Problem told = told(problem);
        return of("problem", told.expected(), told.found());
    }

    /** The problem part by part, each in the viewer's language; a field keeps its name. */
    public Problem told(Problem problem) {
        Matcher line = LINE_OF_A_FILE.matcher(problem.field());
        return new Problem(
                line.matches() ? of("problem.line", line.group(1), line.group(2)) : problem.field(),
                phrase(problem.expected()),
                problem.found().isEmpty() ? phrase("nothing") : phrase(problem.found()));
    }

    /** Why something was not done, for the person who asked for it. */
    public String refusal(RuntimeException why) {
        return switch (why) {
            case Refused refused ->
                refused.problems().stream()
                        .map(problem -> of("refusal.field", code("act.field", problem.field()), problem(problem)))
                        .collect(Collectors.joining(" "));
            case WrongState wrong ->
                of(
                        "refusal.state",
                        wrong.allowedStates().stream()
                                .map(state -> code("state", state.name()))
                                .sorted()
                                .collect(Collectors.joining(", ")));
            case TaskConflict conflict -> {
                String whose = conflict.whose();
                yield of("refusal.task." + conflict.kind().name() + (whose == null ? ".unnamed" : ""), whose);
            }
            case NotInThisFlow wrong -> of("refusal.flow");
            case NotToCorrect wrong -> of("refusal.work");
            default -> String.valueOf(why.getMessage());
        };
    }

    /** Reasons as a {@link Refused} writes them; what is none of its kind stands as it is. */
    public String reason(String reason) {
        Matcher mapped = BY_A_MAPPING.matcher(reason);
        if (mapped.matches()) {
            return of("refusal.mapping", mapped.group(1), reason(mapped.group(2)));
        }
        return BETWEEN_PROBLEMS
                .splitAsStream(reason)
                .map(one -> {
                    Matcher parts = PROBLEM.matcher(one);
                    if (!parts.matches()) {
                        return phrase(one);
                    }
                    Problem told = told(new Problem(parts.group(1), parts.group(2), parts.group(3)));
                    return of("refusal.field", told.field(), of("problem", told.expected(), told.found()));
                })
                .collect(Collectors.joining(" "));
    }

    /** What was expected, as {@code phrase.} messages have it with what it quotes, lists and counts as arguments. */
    public String phrase(String english) {
        List<Object> values = new ArrayList<>();
        String words = VALUE.matcher(english).replaceAll(value -> {
            values.add(value.group(1) == null ? value.group() : code("state", value.group(1)));
            return "n";
        });
        String name = NO_LETTERS.matcher(words.toLowerCase(Locale.ROOT)).replaceAll("-");
        String found = perhaps("phrase." + name.replaceAll("^-|-$", ""), values.toArray());
        return found == null ? english : found;
    }

    /** The word for a code such as {@code state.RECEIVED}; an unknown code stands for itself. */
    public String code(String group, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            return "–";
        }
        String plain = code.replaceAll("([a-z])([A-Z])", "$1 $2")
                .replaceAll("[_-]", " ")
                .toLowerCase(Locale.ROOT);
        String found = messages.getMessage(group + "." + code, null, plain, LocaleContextHolder.getLocale());
        return found == null ? plain : found;
    }
}
