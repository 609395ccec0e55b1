package dev.signalbox.web.design;

import dev.signalbox.access.Action;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.security.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page of the design. Its tokens are read from the style sheet, so that it cannot tell others. */
@Controller
class DesignController {

    private static final Pattern TOKEN = Pattern.compile("^ {2}--([a-z0-9-]+): (.+);$", Pattern.MULTILINE);

    private final Frames frames;
    private final List<Token> tokens;

    DesignController(Frames frames) throws IOException {
        this.frames = frames;
        this.tokens = read(new ClassPathResource("static/assets/desk.css").getContentAsString(StandardCharsets.UTF_8));
    }

    @GetMapping("/design")
    String design(Caller caller, Model model) {
        caller.needs(Action.SEE_DATA);
        model.addAttribute("frame", frames.of(caller, "design", null));
        model.addAttribute("colours", kind(Kind.COLOUR));
        model.addAttribute("spaces", kind(Kind.SPACE));
        model.addAttribute("types", kind(Kind.TYPE));
        return "design/design";
    }

    private List<Token> kind(Kind kind) {
        return tokens.stream().filter(token -> token.kind() == kind).toList();
    }

    private static List<Token> read(String sheet) {
        List<Token> found = new ArrayList<>();
        Matcher token = TOKEN.matcher(sheet.substring(sheet.indexOf(":root {"), sheet.indexOf("\n}")));
        while (token.find()) {
            found.add(new Token(token.group(1), token.group(2), Kind.of(token.group(1), token.group(2))));
        }
        return found;
    }

    enum Kind {
        COLOUR,
        SPACE,
        TYPE;

        static Kind of(String name, String value) {
            return value.startsWith("light-dark")
                    ? COLOUR
                    : name.startsWith("space") || name.startsWith("radius") ? SPACE : TYPE;
        }
    }

    /** A custom property of the style sheet. */
    record Token(String name, String value, Kind kind) {}
}
