package dev.signalbox.masterdata;

import dev.signalbox.access.Role;
import org.jspecify.annotations.Nullable;

/** On whose behalf data is read or changed: the account, its role, and the partner it is limited to, if any. */
public record Scope(String account, Role role, @Nullable String partnerId) {

    boolean reaches(@Nullable String partner) {
        return partnerId == null || partnerId.equals(partner);
    }
}
