package dev.signalbox.demo.microsoft;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An access token that was given out: for which tenant, app and service; with a user when it is not the app's own. */
public record Token(
        String tenant, String client, Api api, @Nullable String user, Instant expiresAt) {}
