package dev.signalbox.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * bcrypt that remembers for a short while that a password was right, because every API call brings it: what is
 * remembered is a keyed digest, never the password.
 */
@Component
final class Passwords implements PasswordEncoder {

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(10);
    private final RecentlyRight recentlyRight = new RecentlyRight();

    @Override
    public @Nullable String encode(@Nullable CharSequence raw) {
        return bcrypt.encode(raw);
    }

    @Override
    public boolean matches(@Nullable CharSequence raw, @Nullable String encoded) {
        if (raw == null || encoded == null) {
            return false;
        }
        if (recentlyRight.contains(raw, encoded)) {
            return true;
        }
        boolean matches = bcrypt.matches(raw, encoded);
        if (matches) {
            recentlyRight.add(raw, encoded);
        }
        return matches;
    }
}
