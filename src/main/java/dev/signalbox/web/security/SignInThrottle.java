package dev.signalbox.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing: by account and address together, so that nobody can lock an account's owner out from elsewhere,
 * and by address, so that guessing cannot go from account to account. Each node counts for itself.
 */
@Component
class SignInThrottle {

    private static final int MOST = 100_000;
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    private final SignInProperties properties;
    private final Cache<Pair, AtomicInteger> ofAccounts;
    private final Cache<String, AtomicInteger> ofAddresses;
    private final Cache<Pair, Boolean> welcome;

    SignInThrottle(SignInProperties properties) {
        this.properties = properties;
        this.ofAccounts = counting();
        this.ofAddresses = counting();
        this.welcome = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KNOWN_FOR)
                .build();
    }

    private <K> Cache<K, AtomicInteger> counting() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(properties.within())
                .build();
    }

    private record Pair(String account, String address) {

        static Pair of(String account, String address) {
            return new Pair(account.strip().toLowerCase(Locale.ROOT), address);
        }
    }

    /** Whether this account has to wait before it is tried again from this address. */
    boolean holds(String account, String address) {
        Pair pair = Pair.of(account, address);
        if (count(ofAccounts, pair) >= properties.failuresOfAnAccount()) {
            return true;
        }
        return welcome.getIfPresent(pair) == null && count(ofAddresses, address) >= properties.failuresOfAnAddress();
    }

    private static <K> int count(Cache<K, AtomicInteger> counts, K key) {
        AtomicInteger counted = counts.getIfPresent(key);
        return counted == null ? 0 : counted.get();
    }

    void failed(String account, String address) {
        ofAccounts.get(Pair.of(account, address), pair -> new AtomicInteger()).incrementAndGet();
        ofAddresses.get(address, key -> new AtomicInteger()).incrementAndGet();
    }

    void succeeded(String account, String address) {
        Pair pair = Pair.of(account, address);
        ofAccounts.invalidate(pair);
        if (welcome.getIfPresent(pair) == null) {
            welcome.put(pair, true);
        }
    }

    /** How long a caller who is held should wait at most. */
    Duration longest() {
        return properties.within();
    }
}
