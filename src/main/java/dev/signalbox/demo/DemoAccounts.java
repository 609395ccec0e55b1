package dev.signalbox.demo;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Role;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** The partners, customers and sign-ins of the demo world, there before the first request is answered. */
@Component
@ConditionalOnProperty(name = "signalbox.demo", havingValue = "true", matchIfMissing = true)
class DemoAccounts implements SmartInitializingSingleton {

    private static final Map<String, Set<String>> PARTNER_CENTER = Map.of(
            "agent", Set.of("HELPDESK_AGENT"),
            "lead", Set.of("ADMIN_AGENT"),
            "manager", Set.of("GLOBAL_ADMIN"),
            "operator", Set.of("USER_MANAGEMENT_ADMIN"));

    private final DemoWorld world;
    private final Accounts accounts;

    DemoAccounts(DemoWorld world, Accounts accounts) {
        this.world = world;
        this.accounts = accounts;
    }

    @Override
    public void afterSingletonsInstantiated() {
        world.seed();
        put("agent", "Jana Kopecká", null);
        put("lead", "Petr Vaněk", null);
        put("manager", "Marta Říhová", null);
        put("operator", "Tomáš Beneš", null);
        put("auditor", "Ivana Malá", null);
        put("customer", "Eva Horáková", "demo-direct-1");
        put("producer", "Monitoring", null);
    }

    private void put(String role, String name, @Nullable String customer) {
        accounts.add(
                new Account(
                        role,
                        name,
                        Role.valueOf(role.toUpperCase(Locale.ROOT)),
                        customer == null ? null : "demo-direct",
                        customer,
                        PARTNER_CENTER.getOrDefault(role, Set.of()),
                        true,
                        false),
                "demo");
    }
}
