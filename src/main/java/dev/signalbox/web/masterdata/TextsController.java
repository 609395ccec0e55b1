package dev.signalbox.web.masterdata;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customers;
import dev.signalbox.masterdata.Kind;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.masterdata.Masterdata;
import dev.signalbox.masterdata.TextModule;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page on which a lead keeps the texts that agents use again and again. */
@Controller
@RequestMapping("/texts")
class TextsController {

    private static final int MOST = 200;

    private final Masterdata masterdata;
    private final Races races;
    private final Customers customers;
    private final Frames frames;
    private final Words words;
    private final FieldWords fields;

    TextsController(
            Masterdata masterdata, Races races, Customers customers, Frames frames, Words words, FieldWords fields) {
        this.masterdata = masterdata;
        this.races = races;
        this.customers = customers;
        this.frames = frames;
        this.words = words;
        this.fields = fields;
    }

    @GetMapping
    String texts(Caller caller, Model model, @RequestParam(required = false) @Nullable String id) {
        caller.needs(Action.MANAGE_TEXTS);
        Map<String, @Nullable Object> item = id == null
                ? Map.of("active", true, "language", "en")
                : masterdata
                        .find(DataController.scope(caller), kind(), id)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return show(caller, model, told(item));
    }

    @PostMapping
    String put(Caller caller, Model model, @RequestParam Map<String, String> form, RedirectAttributes after) {
        caller.needs(Action.MANAGE_TEXTS);
        Map<String, Object> given = new HashMap<>();
        for (String field : List.of("name", "language", "partnerId", "body")) {
            given.put(field, form.getOrDefault(field, ""));
        }
        given.put("active", form.containsKey("active"));
        String id = form.getOrDefault("externalId", "");
        try {
            caller.doing(null, () -> races.again(() -> masterdata.put(DataController.scope(caller), kind(), id, given))
                    .orElseThrow(() -> new Refused("externalId", "an id that is free", id)));
        } catch (Refused refused) {
            model.addAttribute("refused", fields.refusal(refused));
            return show(caller, model, form);
        }
        after.addFlashAttribute("done", words.of("texts.done"));
        return "redirect:/texts";
    }

    private String show(Caller caller, Model model, Map<String, String> form) {
        model.addAttribute("frame", frames.of(caller, "texts", null));
        model.addAttribute("form", form);
        model.addAttribute(
                "places",
                TextModule.PLACES.stream().map(place -> "{" + place + "}").collect(Collectors.joining(" ")));
        model.addAttribute("partners", customers.partners(caller.partnerId()));
        model.addAttribute(
                "texts",
                masterdata.page(DataController.scope(caller), kind(), null, null, 0, MOST).items().stream()
                        .map(TextsController::told)
                        .toList());
        return "masterdata/texts";
    }

    private static Map<String, String> told(Map<String, @Nullable Object> item) {
        Map<String, String> told = new HashMap<>();
        item.forEach((field, value) -> told.put(field, Objects.toString(value, "")));
        return told;
    }

    private static Kind kind() {
        return Kinds.find("text-modules").orElseThrow();
    }
}
