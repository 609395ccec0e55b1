package dev.signalbox.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Which password matched which hash during the last minute, as digests under a key that only this process knows. */
final class RecentlyRight {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final byte[] key = new byte[32];
    private final Map<String, Long> until = new ConcurrentHashMap<>();

    RecentlyRight() {
        new SecureRandom().nextBytes(key);
    }

    boolean contains(CharSequence raw, String encoded) {
        Long end = until.get(digest(raw, encoded));
        return end != null && end > System.nanoTime();
    }

    void add(CharSequence raw, String encoded) {
        if (until.size() >= MOST) {
            Iterator<String> oldest = until.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        until.put(digest(raw, encoded), System.nanoTime() + KEPT.toNanos());
    }

    private String digest(CharSequence raw, String encoded) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(encoded.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(raw.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has HmacSHA256", missing);
        }
    }
}
