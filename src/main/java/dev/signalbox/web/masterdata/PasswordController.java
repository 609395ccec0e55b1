package dev.signalbox.web.masterdata;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The page on which people choose their password; a one-time password leads nowhere else. */
@Controller
class PasswordController {

    private final Accounts accounts;
    private final Words words;

    PasswordController(Accounts accounts, Words words) {
        this.accounts = accounts;
        this.words = words;
    }

    @GetMapping("/account/password")
    String form() {
        return "signin/password";
    }

    @PostMapping("/account/password")
    String choose(Caller caller, Model model, @RequestParam String password, @RequestParam String again) {
        Account account =
                accounts.find(caller.account()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        try {
            if (!password.equals(again)) {
                model.addAttribute("wrong", words.of("password.differ"));
                return "signin/password";
            }
            caller.doing(null, () -> {
                accounts.choosePassword(account, password);
                return account;
            });
        } catch (Refused refused) {
            model.addAttribute(
                    "wrong",
                    words.of(
                            "password.refused",
                            words.phrase(refused.problems().getFirst().expected())));
            return "signin/password";
        }
        return "redirect:/";
    }
}
