package dev.signalbox.microsoft.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Whether Partner Center signed a webhook: RSA with SHA-256 over the body as it came, by a certificate from a place on
 * our list, issued to Microsoft, with a chain that holds today. Source: Partner Center webhooks, "authenticate the
 * callback".
 */
@Component
public class Signatures {

    private static final String ALGORITHM = "rsa-sha256";
    private static final int LARGEST = 64 * 1024;
    private static final int MOST_KEPT = 20;
    private static final Duration AGAIN = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebhookProperties properties;
    private final Clock machine;
    private final Set<TrustAnchor> roots;
    private final List<X509Certificate> between;
    private final Map<URI, Fetched> kept = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private record Fetched(X509Certificate signer, Instant at) {}

    /** Not signed as it must be, and why; for the log, not for the sender. */
    public static class NotSigned extends Exception {
        NotSigned(String message) {
            super(message);
        }
    }

    /** The certificate cannot be fetched now; the sender tries again. */
    public static class CannotTell extends Exception {
        CannotTell(String message) {
            super(message);
        }
    }

    @Autowired
    Signatures(WebhookProperties properties) {
        // certificates go by the machine's time, whatever the demo did to the product's
        this(properties, Clock.systemUTC());
    }

    Signatures(WebhookProperties properties, Clock machine) {
        this.properties = properties;
        this.machine = machine;
        this.between = authorities(properties.authorities());
        this.roots = roots(between);
    }

    /**
     * @param authorization {@code Signature <base64>}
     * @param certificateUrl where the sender says the certificate lies
     */
    public void check(
            @Nullable String authorization, @Nullable String certificateUrl, @Nullable String algorithm, byte[] body)
            throws NotSigned, CannotTell {
        if (algorithm == null || !algorithm.strip().toLowerCase(Locale.ROOT).equals(ALGORITHM)) {
            throw new NotSigned("Expected the algorithm " + ALGORITHM + ", found " + algorithm);
        }
        byte[] signature = signature(authorization);
        URI place = place(certificateUrl);
        Instant now = machine.instant();
        Fetched before = kept.get(place);
        boolean fresh = before != null && before.at().plus(properties.keptFor()).isAfter(now);
        Fetched fetched = before != null && fresh ? before : fetch(place);
        if (isBy(fetched.signer(), signature, body)) {
            return;
        }
        // a new certificate may lie in the old one's place
        boolean maybeReplaced = fresh && fetched.at().plus(AGAIN).isBefore(now);
        if (!maybeReplaced || !isBy(fetch(place).signer(), signature, body)) {
            throw new NotSigned("The signature is not by the certificate of " + place);
        }
    }

    private static byte[] signature(@Nullable String authorization) throws NotSigned {
        String text = authorization == null ? "" : authorization.strip();
        if (!text.regionMatches(true, 0, "Signature ", 0, 10)) {
            throw new NotSigned("Expected the header Authorization: Signature …, found none");
        }
        try {
            return Base64.getDecoder().decode(text.substring(10).strip());
        } catch (IllegalArgumentException odd) {
            throw new NotSigned("Expected a signature in base64");
        }
    }

    /** A link from outside is followed to the places on our list only. */
    private URI place(@Nullable String link) throws NotSigned {
        URI place;
        try {
            place = URI.create(link == null ? "" : link.strip());
        } catch (IllegalArgumentException odd) {
            throw new NotSigned("Expected a link to the certificate, found none that can be read");
        }
        for (URI allowed : properties.certificates()) {
            String folder = allowed.getRawPath();
            String path = String.valueOf(place.getRawPath());
            boolean within = path.startsWith(folder)
                    && path.substring(folder.length()).matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}");
            if (within
                    && allowed.getScheme().equals(place.getScheme())
                    && allowed.getRawAuthority().equals(place.getRawAuthority())
                    && place.getRawQuery() == null
                    && place.getRawFragment() == null) {
                return place;
            }
        }
        throw new NotSigned("The certificate lies in none of " + properties.certificates() + ": "
                + Texts.oneLine(String.valueOf(link)));
    }

    private Fetched fetch(URI place) throws NotSigned, CannotTell {
        byte[] file;
        try {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(place).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new CannotTell(place + " answered " + answer.statusCode());
                }
                file = in.readNBytes(LARGEST + 1);
            }
        } catch (IOException unreachable) {
            throw new CannotTell(place + " does not answer: " + Texts.brief(unreachable));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CannotTell("Stopped while " + place + " was read");
        }
        if (file.length > LARGEST) {
            throw new NotSigned(place + " is too big for a certificate");
        }
        Fetched fetched = new Fetched(trusted(place, file), machine.instant());
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(place, fetched);
        return fetched;
    }

    /** The first certificate of the file is the signer's; further ones lead to a root. */
    private X509Certificate trusted(URI place, byte[] file) throws NotSigned {
        try {
            List<X509Certificate> found = x509(new ByteArrayInputStream(file));
            if (found.isEmpty()) {
                throw new NotSigned(place + " holds no certificate");
            }
            X509Certificate signer = found.getFirst();
            if (!isOurs(signer)) {
                throw new NotSigned("Expected a certificate of %s, found %s"
                        .formatted(properties.organization(), signer.getSubjectX500Principal()));
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(signer);
            PKIXBuilderParameters asked = new PKIXBuilderParameters(roots, target);
            List<X509Certificate> all = new ArrayList<>(found);
            all.addAll(between);
            asked.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
            asked.setDate(Date.from(machine.instant()));
            asked.setRevocationEnabled(false);
            CertPathBuilder.getInstance("PKIX").build(asked);
            return signer;
        } catch (CertPathBuilderException broken) {
            throw new NotSigned("The certificate of " + place + " leads to no root we trust: " + Texts.brief(broken));
        } catch (GeneralSecurityException unreadable) {
            throw new NotSigned(place + " holds no certificate that can be read");
        }
    }

    private boolean isOurs(X509Certificate signer) {
        try {
            return new LdapName(signer.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .anyMatch(part -> part.getType().equalsIgnoreCase("O")
                                    && part.getValue().equals(properties.organization()));
        } catch (InvalidNameException odd) {
            return false;
        }
    }

    private static boolean isBy(X509Certificate signer, byte[] signature, byte[] body) throws NotSigned {
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(signer.getPublicKey());
            check.update(body);
            return check.verify(signature);
        } catch (GeneralSecurityException odd) {
            return false;
        }
    }

    private static List<X509Certificate> x509(InputStream in) throws GeneralSecurityException {
        Collection<?> found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        return found.stream().map(X509Certificate.class::cast).toList();
    }

    private static List<X509Certificate> authorities(@Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return x509(in);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalStateException(
                    "signalbox.microsoft.webhooks.authorities: expected certificates in PEM form, found " + file,
                    unreadable);
        }
    }

    private static Set<TrustAnchor> roots(List<X509Certificate> more) {
        try {
            TrustManagerFactory runtime = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            runtime.init((KeyStore) null);
            Set<TrustAnchor> roots = new HashSet<>();
            for (TrustManager one : runtime.getTrustManagers()) {
                if (one instanceof X509TrustManager known) {
                    Arrays.stream(known.getAcceptedIssuers()).forEach(root -> roots.add(new TrustAnchor(root, null)));
                }
            }
            more.stream()
                    .filter(one -> one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
                    .forEach(root -> roots.add(new TrustAnchor(root, null)));
            return roots;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("The Java runtime has no trusted roots", broken);
        }
    }
}
