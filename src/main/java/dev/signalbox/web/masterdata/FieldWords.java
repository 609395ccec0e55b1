package dev.signalbox.web.masterdata;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Words;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the fields of the partner's data are called, and what is wrong with them. */
@Component
class FieldWords {

    private final Words words;

    FieldWords(Words words) {
        this.words = words;
    }

    String label(String field) {
        String label = words.code("data.field", field);
        return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }

    /** The label with the name that the column has in a file, for whoever has to find it there. */
    String column(String field) {
        String label = label(field);
        return label.equalsIgnoreCase(field) ? label : words.of("data.import.column", label, field);
    }

    String ofColumn(Problem problem) {
        return words.of("refusal.field", column(problem.field()), words.problem(problem));
    }

    /** A whole file is refused by its name, with the line where there is one. */
    String ofFile(Problem problem) {
        String named = words.perhaps("act.field." + problem.field());
        return words.of("refusal.field", named == null ? words.told(problem).field() : named, words.problem(problem));
    }

    String refusal(Refused refused) {
        return refused.problems().stream()
                .map(problem -> words.of("refusal.field", label(problem.field()), words.problem(problem)))
                .collect(Collectors.joining(" "));
    }
}
