package dev.signalbox.web.customerpage;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Finds a customer, by name, number, tenant or domain, and shows it. */
@Controller
class CustomerPageController {

    private static final int SIZE = 50;

    private final Customers customers;
    private final CustomerAccess access;
    private final CustomerPages pages;
    private final Frames frames;

    CustomerPageController(Customers customers, CustomerAccess access, CustomerPages pages, Frames frames) {
        this.customers = customers;
        this.access = access;
        this.pages = pages;
        this.frames = frames;
    }

    @GetMapping("/customers")
    String list(
            Caller caller,
            Model model,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "0") int page) {
        caller.needs(Action.SEE_CUSTOMERS);
        String own = caller.customerId();
        if (own != null) {
            return "redirect:/customers/" + own;
        }
        int at = Math.max(0, Math.min(page, 100_000));
        List<Customer> found = customers.page(caller.partnerId(), q, at, SIZE);
        long total = customers.count(caller.partnerId(), q);
        model.addAttribute("frame", frames.of(caller, "customers", null));
        model.addAttribute("q", q == null ? "" : q);
        model.addAttribute("rows", found.stream().map(pages::row).toList());
        model.addAttribute("total", total);
        model.addAttribute("page", at);
        model.addAttribute("pages", (total + SIZE - 1) / SIZE);
        return "customerpage/list";
    }

    @GetMapping("/customers/{id}")
    String customer(Caller caller, Model model, @PathVariable String id) {
        caller.needs(Action.SEE_CUSTOMERS);
        Customer customer =
                access.find(caller, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("frame", frames.of(caller, "customers", null));
        model.addAttribute("view", pages.of(caller, customer));
        return "customerpage/customer";
    }
}
