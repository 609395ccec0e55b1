package dev.signalbox.web.security;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page on which people sign in. */
@Controller
class LoginController {

    private final boolean demo;

    LoginController(@Value("${signalbox.demo:true}") boolean demo) {
        this.demo = demo;
    }

    @GetMapping("/login")
    String login(Model model) {
        model.addAttribute("demo", demo);
        return "signin/login";
    }
}
