package dev.signalbox.web.security;

import dev.signalbox.access.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the claims of a sign-in provider mean here.
 *
 * @param accountClaim the claim that names the account; one that people cannot change themselves
 * @param groupsClaim the claim that lists the person's groups or roles
 * @param partnerClaim the claim with the partner of staff, for grants that name none
 * @param customerClaim the claim with the customer, by id, tenant or domain, for grants that name none
 * @param grants what groups may; the first that the person is in holds, and nobody comes in without one
 */
@ConfigurationProperties("signalbox.access.oidc")
record OidcSettings(
        @DefaultValue("preferred_username") String accountClaim,
        @DefaultValue("groups") String groupsClaim,
        @Nullable String partnerClaim,
        @Nullable String customerClaim,
        @DefaultValue List<Grant> grants) {

    OidcSettings {
        for (Grant grant : grants) {
            if (grant.role() == Role.PRODUCER) {
                throw new IllegalArgumentException(
                        "signalbox.access.oidc.grants: expected a role of people, found PRODUCER for " + grant.group());
            }
            if (grant.role() == Role.CUSTOMER && grant.customer() == null && customerClaim == null) {
                throw new IllegalArgumentException(
                        "signalbox.access.oidc.grants: expected a customer, or a customer-claim, for the role CUSTOMER,"
                                + " found none for " + grant.group());
            }
        }
    }

    /**
     * What a group may.
     *
     * @param partner whose data staff reaches; none, where {@code partnerClaim} is not set either, is everybody's
     */
    record Grant(
            String group,
            Role role,
            @Nullable String partner,
            @Nullable String customer) {}
}
