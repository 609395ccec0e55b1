package dev.signalbox.webhook;

import dev.signalbox.access.Seal;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.messaging.Catalog;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who wants to be told. Putting is repeatable; a secret is told once, when it is made. */
@Component
public class Webhooks {

    /** Under this word the API has the mappings of what comes in. */
    private static final String INBOUND = "in";

    private static final int MOST_PORT = 65_535;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final int MOST_TYPES = 50;
    private static final int MOST_CUSTOMERS = 60;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);
    /** How old the list of those to be told may be on another node than the one where it changed. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;
    private final Customers customers;
    private final Catalog catalog;
    private final Seal seal;
    private final WebhookSettings settings;
    private volatile Known known = new Known(List.of(), Long.MIN_VALUE);

    Webhooks(
            JdbcClient jdbc,
            Audit audit,
            Clock clock,
            Customers customers,
            Catalog catalog,
            Seal seal,
            WebhookSettings settings) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.customers = customers;
        this.catalog = catalog;
        this.seal = seal;
        this.settings = settings;
    }

    /** What a webhook shall be. */
    public record Wanted(
            String url, List<String> types, @Nullable String partnerId, List<String> customers, boolean active) {}

    /** What became of a put; the secret is there only when the webhook is new. */
    public record Put(Webhook webhook, @Nullable String secret) {}

    private record Known(List<Webhook> active, long until) {}

    /**
     * Makes the webhook, or changes it to what is wanted.
     *
     * @throws Refused with every field that does not fit
     */
    @Transactional
    public Put put(String id, Wanted wanted) {
        check(id, wanted);
        Optional<Webhook> before = find(id);
        Instant now = clock.instant();
        String secret = null;
        if (before.isEmpty()) {
            secret = fresh();
            jdbc.sql("""
                    insert into webhook (id, url, types, partner_id, customers, active, secret, created_at, updated_at)
                    values (:id, :url, :types, :partner, :customers, :active, :secret, :now, :now)""")
                    .params(columns(id, wanted, now))
                    .param("secret", seal.close(secret))
                    .update();
        } else if (wanted(before.get()).equals(wanted) && before.get().offBecause() == null) {
            return new Put(before.get(), null);
        } else {
            jdbc.sql("""
                    update webhook set url = :url, types = :types, partner_id = :partner, customers = :customers,
                      active = :active, off_because = null, updated_at = :now where id = :id""").params(columns(id, wanted, now)).update();
        }
        changed();
        Webhook after = get(id);
        audit.keep(Change.of(before.isEmpty() ? "webhook.created" : "webhook.changed", "webhooks", id)
                .of(after.partnerId(), null)
                .from(before.map(Webhooks::told).orElse(Map.of()))
                .to(told(after)));
        return new Put(after, secret);
    }

    private static Wanted wanted(Webhook webhook) {
        return new Wanted(webhook.url(), webhook.types(), webhook.partnerId(), webhook.customers(), webhook.active());
    }

    private static Map<String, Object> told(Webhook webhook) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("url", webhook.url());
        told.put("types", String.join(",", webhook.types()));
        told.put("customers", String.join(",", webhook.customers()));
        told.put("active", webhook.active());
        return told;
    }

    private static Map<String, @Nullable Object> columns(String id, Wanted wanted, Instant now) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("id", id);
        columns.put("url", wanted.url());
        columns.put("types", String.join(",", wanted.types()));
        columns.put("partner", wanted.partnerId());
        columns.put("customers", String.join(",", wanted.customers()));
        columns.put("active", wanted.active());
        columns.put("now", now.atOffset(ZoneOffset.UTC));
        return columns;
    }

    private void check(String id, Wanted wanted) {
        List<Problem> problems = new ArrayList<>();
        if (!ID.matcher(id).matches()) {
            problems.add(Problem.of("id", "1 to 60 small letters, digits and hyphens", id));
        } else if (id.equals(INBOUND)) {
            problems.add(Problem.of("id", "another word than the one that inbound webhooks have", id));
        }
        checkUrl(wanted.url(), problems);
        if (wanted.types().isEmpty() || wanted.types().size() > MOST_TYPES) {
            problems.add(Problem.of(
                    "types", "1 to " + MOST_TYPES + " types", wanted.types().size()));
        }
        List<String> all = catalog.told();
        for (String type : wanted.types()) {
            Webhook one =
                    new Webhook("", "", List.of(type), null, List.of(), true, null, null, Instant.EPOCH, Instant.EPOCH);
            if (type.contains(",") || all.stream().noneMatch(one::wants)) {
                problems.add(Problem.of("types", "outgoing types such as ticket.closed, ticket.* or *", type));
            }
        }
        if (wanted.partnerId() != null && !customers.knowsPartner(wanted.partnerId())) {
            problems.add(Problem.of("partnerId", "a known partner", wanted.partnerId()));
        }
        if (wanted.customers().size() > MOST_CUSTOMERS) {
            problems.add(Problem.of(
                    "customers",
                    "at most " + MOST_CUSTOMERS + " customers",
                    wanted.customers().size()));
        }
        for (String customer : wanted.customers()) {
            Optional<Customer> found = customers
                    .find(customer)
                    .filter(one ->
                            wanted.partnerId() == null || wanted.partnerId().equals(one.partnerId()));
            if (found.isEmpty()) {
                problems.add(Problem.of("customers", "customers of the partner", customer));
            }
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }

    private void checkUrl(String url, List<Problem> problems) {
        String expected = settings.allowPrivate()
                ? "an http or https address without user and fragment"
                : "an https address without user and fragment";
        try {
            URI uri = new URI(url);
            boolean scheme =
                    "https".equals(uri.getScheme()) || settings.allowPrivate() && "http".equals(uri.getScheme());
            if (scheme
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && (uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= MOST_PORT)
                    && url.length() <= 2000) {
                return;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        problems.add(Problem.of("url", expected, url));
    }

    public Optional<Webhook> find(String id) {
        return jdbc.sql("select * from webhook where id = :id")
                .param("id", id)
                .query(this::webhook)
                .optional();
    }

    private Webhook get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Expected webhook " + id));
    }

    /** @param partner whose webhooks are wanted; null for all of them */
    public Page<Webhook> page(@Nullable String partner, int page, int size) {
        String where = " from webhook where (cast(:partner as varchar(60)) is null or partner_id = :partner)";
        List<Webhook> items = jdbc.sql(
                        "select *" + where + " order by id offset :offset rows fetch next :size rows only")
                .param("partner", partner)
                .param("offset", (long) page * size)
                .param("size", size)
                .query(this::webhook)
                .list();
        long total = jdbc.sql("select count(*)" + where)
                .param("partner", partner)
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    /** The webhook and all that is known of its deliveries are gone. */
    @Transactional
    public void delete(Webhook webhook) {
        jdbc.sql("delete from webhook_attempt where delivery in"
                        + " (select number from webhook_delivery where webhook = :id)")
                .param("id", webhook.id())
                .update();
        jdbc.sql("delete from webhook_delivery where webhook = :id")
                .param("id", webhook.id())
                .update();
        jdbc.sql("delete from webhook where id = :id").param("id", webhook.id()).update();
        changed();
        audit.keep(Change.of("webhook.deleted", "webhooks", webhook.id())
                .of(webhook.partnerId(), null)
                .from(told(webhook)));
    }

    /**
     * Makes a new secret; until {@code overlap} is over, requests carry a signature by the one before, too.
     *
     * @return the secret, told this once
     */
    @Transactional
    public String rotate(Webhook webhook, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new Refused("overlap", "a duration of at most " + LONGEST_OVERLAP.toDays() + " days", overlap);
        }
        String secret = fresh();
        jdbc.sql("""
                update webhook set previous_secret = secret, previous_until = :until, secret = :secret,
                  updated_at = :now where id = :id""")
                .param("until", clock.instant().plus(overlap).atOffset(ZoneOffset.UTC))
                .param("secret", seal.close(secret))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", webhook.id())
                .update();
        audit.keep(Change.of("webhook.secret-rotated", "webhooks", webhook.id()).of(webhook.partnerId(), null));
        return secret;
    }

    /** The endpoint said that it is gone for good. */
    @Transactional
    public void switchOff(Webhook webhook, String because) {
        jdbc.sql("update webhook set active = false, off_because = :because where id = :id")
                .param("because", because)
                .param("id", webhook.id())
                .update();
        changed();
        audit.keep(Change.of("webhook.switched-off", "webhooks", webhook.id())
                .of(webhook.partnerId(), null)
                .because(because));
    }

    /** What requests are signed with: the secret, and while it is valid the one before. */
    List<byte[]> secrets(String id) {
        Instant now = clock.instant();
        return jdbc.sql("select secret, previous_secret, previous_until from webhook where id = :id")
                .param("id", id)
                .query((row, i) -> {
                    List<byte[]> secrets = new ArrayList<>(List.of(bytes(seal.open(row.getString(1)))));
                    OffsetDateTime until = row.getObject(3, OffsetDateTime.class);
                    String previous = row.getString(2);
                    if (previous != null && until != null && until.toInstant().isAfter(now)) {
                        secrets.add(bytes(seal.open(previous)));
                    }
                    return secrets;
                })
                .optional()
                .orElse(List.of());
    }

    /** Those to be told, as they were a moment ago at most. */
    List<Webhook> active() {
        Known remembered = known;
        if (System.nanoTime() - remembered.until() > 0 || remembered.until() == Long.MIN_VALUE) {
            List<Webhook> active = jdbc.sql("select * from webhook where active order by id")
                    .query(this::webhook)
                    .list();
            remembered = new Known(active, System.nanoTime() + REMEMBERED.toNanos());
            known = remembered;
        }
        return remembered.active();
    }

    private void changed() {
        known = new Known(List.of(), Long.MIN_VALUE);
    }

    private static String fresh() {
        byte[] made = new byte[SECRET_BYTES];
        RANDOM.nextBytes(made);
        return PREFIX + Base64.getEncoder().encodeToString(made);
    }

    private static byte[] bytes(@Nullable String secret) {
        return Base64.getDecoder().decode(String.valueOf(secret).substring(PREFIX.length()));
    }

    private Webhook webhook(ResultSet row, int i) throws SQLException {
        OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
        return new Webhook(
                row.getString("id"),
                row.getString("url"),
                list(row.getString("types")),
                row.getString("partner_id"),
                list(row.getString("customers")),
                row.getBoolean("active"),
                row.getString("off_because"),
                until == null || until.toInstant().isBefore(clock.instant()) ? null : until.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(","));
    }
}
