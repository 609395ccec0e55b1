package dev.signalbox.web.frame;

import dev.signalbox.web.security.Caller;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What people choose about the pages themselves. */
@Controller
class ChoicesController {

    private final Choices choices;

    ChoicesController(Choices choices) {
        this.choices = choices;
    }

    @PostMapping("/choices/keys")
    ResponseEntity<Void> keys(Caller caller, @RequestParam boolean on) {
        choices.keep(caller.account(), Choices.KEYS, on ? "" : "off");
        return ResponseEntity.noContent().build();
    }
}
