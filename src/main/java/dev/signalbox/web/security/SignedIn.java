package dev.signalbox.web.security;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** What Spring Security keeps of whoever signed in. */
record SignedIn(
        Caller caller,
        boolean active,
        boolean oneTime,
        @Nullable String hash) implements UserDetails {

    static SignedIn of(Accounts.Known known, Map<String, Role> standsFor) {
        Account account = known.account();
        return new SignedIn(Caller.of(account, standsFor), account.active(), account.oneTime(), known.hash());
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + caller.role().name()));
    }

    @Override
    public @Nullable String getPassword() {
        return hash;
    }

    @Override
    public String getUsername() {
        return caller.account();
    }

    @Override
    public boolean isEnabled() {
        return active;
    }

    @Override
    public String toString() {
        return caller.account();
    }
}
