package dev.signalbox.workflow;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much a ticket's words have in common with a published issue's. */
final class Likeness {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST = 4;
    // "mailbox" and "mailboxes", "delayed" and "delays" are the same to us
    private static final int STEM = 5;
    private static final Set<String> SAYING_NOTHING = Set.of(
            "about",
            "affected",
            "affecting",
            "after",
            "again",
            "also",
            "apps",
            "azure",
            "been",
            "before",
            "business",
            "cannot",
            "could",
            "does",
            "down",
            "dynamics",
            "error",
            "errors",
            "every",
            "everybody",
            "experience",
            "experiencing",
            "from",
            "have",
            "impact",
            "impacted",
            "incident",
            "intermittent",
            "into",
            "issue",
            "issues",
            "limited",
            "many",
            "microsoft",
            "more",
            "multiple",
            "nobody",
            "number",
            "office",
            "online",
            "please",
            "power",
            "problem",
            "problems",
            "region",
            "service",
            "services",
            "since",
            "some",
            "subset",
            "suite",
            "than",
            "that",
            "their",
            "them",
            "then",
            "there",
            "these",
            "they",
            "this",
            "through",
            "today",
            "unable",
            "user",
            "users",
            "using",
            "very",
            "want",
            "when",
            "where",
            "which",
            "while",
            "will",
            "with",
            "work",
            "working",
            "would",
            "your");

    private final Set<String> ticket;

    Likeness(String... texts) {
        this.ticket = stems(List.of(texts));
    }

    /** How many telling words the texts share with the ticket, the service's own names left out. */
    int common(Collection<String> texts, Collection<String> names) {
        Set<String> shared = stems(texts);
        shared.removeAll(stems(names));
        shared.retainAll(ticket);
        return shared.size();
    }

    /** Whether the ticket names {@code service}, another one of those in {@code namesByService}, or none. */
    String named(String service, Map<String, ? extends Collection<String>> namesByService) {
        String own = service.strip().toLowerCase(Locale.ROOT);
        boolean same = false;
        boolean other = false;
        Set<String> ours = names(namesByService.containsKey(own) ? Set.copyOf(namesByService.get(own)) : Set.of(own));
        for (String stem : ours) {
            same |= ticket.contains(stem);
        }
        for (Collection<String> names : namesByService.values()) {
            Set<String> theirs = names(names);
            theirs.removeAll(ours);
            other |= theirs.stream().anyMatch(ticket::contains);
        }
        return same ? "SAME" : other ? "OTHER" : "UNNAMED";
    }

    /** People say the first telling word of a name: Yammer, of Yammer Enterprise. */
    private static Set<String> names(Collection<String> names) {
        return names.stream().flatMap(name -> stemsIn(name).limit(1)).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> stems(Collection<String> texts) {
        return texts.stream().flatMap(Likeness::stemsIn).collect(Collectors.toCollection(HashSet::new));
    }

    private static Stream<String> stemsIn(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST)
                .filter(word -> !SAYING_NOTHING.contains(word))
                .map(word -> word.length() > STEM ? word.substring(0, STEM) : word);
    }
}
