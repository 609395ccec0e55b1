package dev.signalbox.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person who may sign in. Without a partner it reaches the data of all partners, with one only that partner's, and
 * with a customer only that customer's.
 *
 * @param partnerCenterRoles the roles the person holds in Microsoft Partner Center: {@code GLOBAL_ADMIN}, {@code
 *     USER_MANAGEMENT_ADMIN}, {@code HELPDESK_AGENT}, {@code ADMIN_AGENT}
 * @param oneTime whether the password is good for nothing but choosing another
 */
public record Account(
        String id,
        String displayName,
        Role role,
        @Nullable String partnerId,
        @Nullable String customerId,
        Set<String> partnerCenterRoles,
        boolean active,
        boolean oneTime) {}
