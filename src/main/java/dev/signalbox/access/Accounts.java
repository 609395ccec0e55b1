package dev.signalbox.access;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.ticket.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of people; passwords are kept hashed, and none is given by default. */
@Component
public class Accounts {

    private static final Duration ONE_TIME_FOR = Duration.ofDays(2);
    private static final int SHORTEST_PASSWORD = 12;
    /** What bcrypt reads of a password. */
    private static final int LONGEST_PASSWORD = 72;

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords;
    private final Audit audit;
    private final Clock clock;

    Accounts(JdbcClient jdbc, PasswordEncoder passwords, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An account with the hash of its password; a hash of null cannot be matched.
     *
     * @param vouched whether a sign-in provider vouches for the person
     */
    public record Known(Account account, @Nullable String hash, boolean vouched) {

        /** Whether anybody can sign in with it. */
        public boolean usable() {
            return hash != null || vouched;
        }
    }

    public Optional<Account> find(String id) {
        return known(id).map(Known::account);
    }

    public Optional<Known> known(String id) {
        Instant now = clock.instant();
        return jdbc.sql("select * from account where username = :name")
                .param("name", id)
                .query((row, i) -> new Known(account(row), usableHash(row, now), row.getString("subject") != null))
                .optional();
    }

    /** The active people of one of these roles who reach the data of {@code partner}; null is everybody's data. */
    public List<Account> working(Set<Role> roles, @Nullable String partner) {
        return jdbc.sql("""
                        select * from account where active = true and customer_id is null and role in (:roles)
                        and (cast(:partner as varchar(60)) is null or partner_id is null or partner_id = :partner)
                        order by display_name, username""")
                .param("roles", roles.stream().map(Role::name).toList())
                .param("partner", partner)
                .query((row, i) -> account(row))
                .list();
    }

    public boolean none() {
        return jdbc.sql("select count(*) from account").query(Long.class).single() == 0;
    }

    /** Makes the account with this password where it is missing. */
    public void add(Account account, String password) {
        if (find(account.id()).isPresent()) {
            return;
        }
        insert(account, passwords.encode(password));
    }

    private void insert(Account account, @Nullable String hash) {
        jdbc.sql("""
                insert into account (username, password_hash, role, partner_id, customer_id, display_name,
                  partner_center_roles, active, one_time)
                values (:name, :hash, :role, :partner, :customer, :display, :roles, :active, :oneTime)""")
                .param("name", account.id())
                .param("hash", hash)
                .param("role", account.role().name())
                .param("partner", account.partnerId())
                .param("customer", account.customerId())
                .param("display", account.displayName())
                .param("roles", String.join(",", new TreeSet<>(account.partnerCenterRoles())))
                .param("active", account.active())
                .param("oneTime", account.oneTime())
                .update();
    }

    /** Makes an operator with a one-time password, and returns it. */
    @Transactional
    public String firstOperator(Account operator) {
        add(operator, Secrets.password());
        audit.keep(Change.of("agent.created", "agents", operator.id()).to(Map.of("role", "OPERATOR")));
        return oneTimePassword(operator);
    }

    /**
     * Gives the account a new password, good for two days and only for choosing another; the old one is over at once.
     *
     * @return the password, told this once and kept nowhere
     */
    @Transactional
    public String oneTimePassword(Account account) {
        String password = Secrets.password();
        jdbc.sql("""
                update account set password_hash = :hash, one_time = true, password_until = :until
                where username = :name""")
                .param("hash", passwords.encode(password))
                .param("until", clock.instant().plus(ONE_TIME_FOR).atOffset(ZoneOffset.UTC))
                .param("name", account.id())
                .update();
        audit.keep(Change.of("account.one-time-password-given", "agents", account.id())
                .of(account.partnerId(), account.customerId()));
        return password;
    }

    /**
     * The account chooses its own password.
     *
     * @throws Refused if it is shorter than 12 or longer than 72 bytes, the account's own name, or the one it has
     */
    @Transactional
    public void choosePassword(Account account, String password) {
        if (known(account.id()).filter(Known::vouched).isPresent()) {
            throw new Refused("account", "one that signs in with a password here", account.id());
        }
        int bytes = password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (password.length() < SHORTEST_PASSWORD || bytes > LONGEST_PASSWORD) {
            throw new Refused("password", "at least 12 characters and at most 72 bytes", bytes + " bytes");
        }
        String hash = known(account.id()).map(Known::hash).orElse(null);
        if (password.toLowerCase(java.util.Locale.ROOT).contains(account.id().toLowerCase(java.util.Locale.ROOT))
                || hash != null && passwords.matches(password, hash)) {
            throw new Refused("password", "one without the account's name, other than the one before", "such a one");
        }
        jdbc.sql("""
                update account set password_hash = :hash, one_time = false, password_until = null
                where username = :name""")
                .param("hash", passwords.encode(password))
                .param("name", account.id())
                .update();
        audit.keep(Change.of("account.password-chosen", "agents", account.id())
                .of(account.partnerId(), account.customerId()));
    }

    /**
     * The account of somebody whom a sign-in provider vouches for, made or changed to what it says now. An account that
     * an operator prepared, without a password, becomes theirs.
     *
     * @throws Refused where the name is another person's
     */
    @Transactional
    public Account vouched(String issuer, String subject, Account wanted) {
        Optional<Account> before = jdbc.sql("select * from account where issuer = :issuer and subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query((row, i) -> account(row))
                .optional();
        if (before.isEmpty()) {
            Optional<Known> named = known(wanted.id());
            boolean prepared = jdbc.sql("""
                            select count(*) from account
                            where username = :name and password_hash is null and subject is null""")
                            .param("name", wanted.id())
                            .query(Integer.class)
                            .single()
                    == 1;
            if (named.isPresent() && !prepared) {
                throw new Refused("account", "a name that is nobody else's", wanted.id());
            }
            if (named.isEmpty()) {
                insert(wanted, null);
            }
            jdbc.sql("update account set issuer = :issuer, subject = :subject where username = :name")
                    .param("issuer", issuer)
                    .param("subject", subject)
                    .param("name", wanted.id())
                    .update();
            audit.keep(Change.of("account.vouched-for", "agents", wanted.id())
                    .of(wanted.partnerId(), wanted.customerId())
                    .to(Map.of("issuer", issuer, "role", wanted.role().name())));
        }
        String id = before.map(Account::id).orElse(wanted.id());
        Account found = before.or(() -> find(id)).orElseThrow();
        Account now = new Account(
                id,
                wanted.displayName(),
                wanted.role(),
                wanted.partnerId(),
                wanted.customerId(),
                found.partnerCenterRoles(),
                found.active(),
                false);
        if (!now.equals(found)) {
            jdbc.sql("""
                    update account set display_name = :display, role = :role, partner_id = :partner,
                      customer_id = :customer where username = :name""")
                    .param("display", now.displayName())
                    .param("role", now.role().name())
                    .param("partner", now.partnerId())
                    .param("customer", now.customerId())
                    .param("name", id)
                    .update();
            audit.keep(Change.of("account.changed-by-provider", "agents", id)
                    .of(now.partnerId(), now.customerId())
                    .from(Map.of("role", found.role().name()))
                    .to(Map.of("role", now.role().name())));
        }
        return now;
    }

    private static @Nullable String usableHash(ResultSet row, Instant now) throws SQLException {
        OffsetDateTime until = row.getObject("password_until", OffsetDateTime.class);
        return until != null && until.toInstant().isBefore(now) ? null : row.getString("password_hash");
    }

    private static Account account(ResultSet row) throws SQLException {
        String roles = row.getString("partner_center_roles");
        return new Account(
                row.getString("username"),
                row.getString("display_name"),
                Role.valueOf(row.getString("role")),
                row.getString("partner_id"),
                row.getString("customer_id"),
                roles == null || roles.isEmpty() ? Set.of() : new TreeSet<>(List.of(roles.split(","))),
                row.getBoolean("active"),
                row.getBoolean("one_time"));
    }

    /** Keeps that somebody signed in, or tried to. */
    @Transactional
    public void signedIn(String account, boolean succeeded, String how) {
        Optional<Account> known = find(account);
        audit.keep(Change.of(
                        succeeded ? "sign-in.succeeded" : "sign-in.failed",
                        "agents",
                        known.map(Account::id).orElse("unknown"))
                .of(
                        known.map(Account::partnerId).orElse(null),
                        known.map(Account::customerId).orElse(null))
                .to(Map.of("how", how)));
    }
}
