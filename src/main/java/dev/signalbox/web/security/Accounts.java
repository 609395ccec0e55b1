package dev.signalbox.web.security;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The accounts that may sign in; passwords are kept hashed. */
@Component
public class Accounts implements UserDetailsService {

    private final JdbcClient jdbc;
    private final PasswordEncoder passwords;

    Accounts(JdbcClient jdbc, PasswordEncoder passwords) {
        this.jdbc = jdbc;
        this.passwords = passwords;
    }

    /** Makes the account where it is missing. */
    public void put(String account, String password, String role, String displayName, @Nullable String customerId) {
        Role known = Role.valueOf(role.toUpperCase(Locale.ROOT));
        boolean there = jdbc.sql("select count(*) from account where username = :name")
                        .param("name", account)
                        .query(Integer.class)
                        .single()
                > 0;
        if (there) {
            return;
        }
        jdbc.sql("""
                insert into account (username, password_hash, role, customer_id, display_name)
                values (:name, :hash, :role, :customer, :display)""")
                .param("name", account)
                .param("hash", passwords.encode(password))
                .param("role", known.name())
                .param("customer", customerId)
                .param("display", displayName)
                .update();
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return jdbc.sql("select * from account where username = :name")
                .param("name", username)
                .query((row, i) -> new SignedIn(
                        new Caller(
                                row.getString("username"),
                                row.getString("display_name"),
                                Role.valueOf(row.getString("role")),
                                row.getString("customer_id")),
                        row.getString("password_hash")))
                .optional()
                .orElseThrow(() -> new UsernameNotFoundException("No such account"));
    }

    /** What Spring Security keeps of an account. */
    record SignedIn(Caller caller, String hash) implements UserDetails {

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return List.of(new SimpleGrantedAuthority("ROLE_" + caller.role().name()));
        }

        @Override
        public String getPassword() {
            return hash;
        }

        @Override
        public String getUsername() {
            return caller.account();
        }

        @Override
        public String toString() {
            return caller.account();
        }
    }
}
