package dev.signalbox.web.security;

import java.util.Comparator;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page on which people sign in. */
@Controller
class LoginController {

    private final boolean demo;
    private final List<Provider> providers;

    LoginController(@Value("${signalbox.demo:true}") boolean demo, OAuth2ClientProperties providers) {
        this.demo = demo;
        this.providers = providers.getRegistration().entrySet().stream()
                .map(one -> new Provider(
                        "/oauth2/authorization/" + one.getKey(),
                        one.getValue().getClientName() == null
                                ? one.getKey()
                                : one.getValue().getClientName()))
                .sorted(Comparator.comparing(Provider::name))
                .toList();
    }

    @GetMapping("/login")
    String login(Model model) {
        model.addAttribute("demo", demo);
        model.addAttribute("providers", providers);
        return "signin/login";
    }

    /** Another place to sign in, and what it is called. */
    record Provider(String href, String name) {}
}
