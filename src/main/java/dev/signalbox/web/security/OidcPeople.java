package dev.signalbox.web.security;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Role;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Turns whom a provider vouches for into an account of ours, by the grants of the configuration. */
@Component
class OidcPeople implements OAuth2UserService<OidcUserRequest, OidcUser> {

    /** The provider knows the person, and we give nothing to the groups it is in. */
    static final String NO_ACCESS = "no_access";

    private static final Logger LOG = LoggerFactory.getLogger(OidcPeople.class);
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,59}");

    private final OidcUserService provider = new OidcUserService();
    private final OidcSettings settings;
    private final Accounts accounts;
    private final Customers customers;

    OidcPeople(OidcSettings settings, Accounts accounts, Customers customers) {
        this.settings = settings;
        this.accounts = accounts;
        this.customers = customers;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser vouched = provider.loadUser(request);
        Account account = account(vouched);
        if (!account.active()) {
            throw noAccess("the account " + account.id() + " is switched off");
        }
        return new Recognised(vouched, account.id(), account.role());
    }

    private Account account(OidcUser vouched) {
        String name = vouched.getClaimAsString(settings.accountClaim());
        if (name == null || !ACCOUNT.matcher(name).matches()) {
            throw noAccess("expected an account's name in the claim " + settings.accountClaim());
        }
        Collection<String> groups = groups(vouched.getClaims().get(settings.groupsClaim()));
        OidcSettings.Grant grant = settings.grants().stream()
                .filter(one -> groups.contains(one.group()))
                .findFirst()
                .orElseThrow(() -> noAccess(name + " is in no group that a grant names"));
        Account wanted = granted(vouched, name, grant);
        String issuer = String.valueOf(vouched.getIssuer());
        String subject = vouched.getSubject();
        if (subject == null) {
            throw noAccess("expected the claim sub");
        }
        try {
            return new Occasion(name, "urn:signalbox:oidc", UUID.randomUUID().toString(), null)
                    .during(() -> accounts.vouched(issuer, subject, wanted));
        } catch (Refused taken) {
            throw noAccess(String.valueOf(taken.getMessage()));
        }
    }

    private Account granted(OidcUser vouched, String name, OidcSettings.Grant grant) {
        String fullName = vouched.getFullName();
        String shown = fullName == null || fullName.isBlank() ? name : fullName.strip();
        String display = shown.length() > 200 ? shown.substring(0, 200) : shown;
        if (grant.role() == Role.CUSTOMER) {
            Customer customer = Optional.ofNullable(given(vouched, grant.customer(), settings.customerClaim()))
                    .flatMap(customers::resolve)
                    .orElseThrow(() -> noAccess(name + " belongs to no known customer"));
            return new Account(name, display, grant.role(), customer.partnerId(), customer.id(), Set.of(), true, false);
        }
        boolean named = grant.partner() != null || settings.partnerClaim() != null;
        String partner = given(vouched, grant.partner(), settings.partnerClaim());
        if (named && (partner == null || !customers.knowsPartner(partner))) {
            throw noAccess(name + " belongs to no known partner");
        }
        return new Account(name, display, grant.role(), partner, null, Set.of(), true, false);
    }

    private static @Nullable String given(OidcUser vouched, @Nullable String set, @Nullable String claim) {
        return set != null ? set : claim == null ? null : vouched.getClaimAsString(claim);
    }

    private static Collection<String> groups(@Nullable Object claim) {
        return claim instanceof Collection<?> many
                ? many.stream().map(String::valueOf).toList()
                : claim instanceof String one ? List.of(one.split("[ ,]+")) : List.of();
    }

    private static OAuth2AuthenticationException noAccess(String why) {
        LOG.warn("Signed in at the provider, and not let in: {}", why);
        return new OAuth2AuthenticationException(new OAuth2Error(NO_ACCESS), why);
    }

    /** The provider's word for a person, under the name of our account. */
    private record Recognised(OidcUser vouched, String account, Role role) implements OidcUser {

        @Override
        public Map<String, Object> getClaims() {
            return vouched.getClaims();
        }

        @Override
        public @Nullable OidcUserInfo getUserInfo() {
            return vouched.getUserInfo();
        }

        @Override
        public OidcIdToken getIdToken() {
            return vouched.getIdToken();
        }

        @Override
        public Map<String, Object> getAttributes() {
            return vouched.getAttributes();
        }

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return List.of(new SimpleGrantedAuthority("ROLE_" + role.name()));
        }

        @Override
        public String getName() {
            return account;
        }

        @Override
        public String toString() {
            return account;
        }
    }
}
