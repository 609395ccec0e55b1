package dev.signalbox.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys with certificates as signers of webhooks have them, made by the JDK's keytool under a root of our own. */
public final class SigningKeys {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final KeyStore.PrivateKeyEntry root;

    private SigningKeys(Path directory) {
        this.directory = directory;
        keytool("-genkeypair", "-alias", "root", "-dname", "CN=Test Root", "-ext", "bc:c=ca:true", "-validity", "30");
        this.root = entry("root");
    }

    /** A root in a new directory. */
    public static SigningKeys make() {
        try {
            return new SigningKeys(Files.createTempDirectory("signing-keys"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A key and the chain that leads to the root, the signer's own certificate first. */
    public record Signer(PrivateKey key, List<X509Certificate> chain) {}

    /** One that was issued by the root, valid from {@code start} (as keytool has it, such as {@code -40d}) for so long. */
    public Signer signer(String alias, String organization, String start, int days) {
        keytool("-genkeypair", "-alias", alias, "-dname", "CN=" + alias + ", O=" + organization + ", C=US");
        Path request = directory.resolve(alias + ".csr");
        Path certificate = directory.resolve(alias + ".pem");
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-alias",
                "root",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                "-rfc",
                "-startdate",
                start,
                "-validity",
                String.valueOf(days));
        keytool("-importcert", "-alias", alias, "-file", certificate.toString(), "-noprompt");
        KeyStore.PrivateKeyEntry made = entry(alias);
        return new Signer(
                made.getPrivateKey(),
                Arrays.stream(made.getCertificateChain())
                        .map(X509Certificate.class::cast)
                        .toList());
    }

    public Signer microsoft() {
        return signer("pcnotifications", "Microsoft Corporation", "-1d", 20);
    }

    /** The root's certificate in a file. */
    public Path authorities() {
        try {
            return Files.writeString(
                    directory.resolve("root.pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(root.getCertificate().getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private KeyStore.PrivateKeyEntry entry(String alias) {
        try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return (KeyStore.PrivateKeyEntry) store.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD));
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve("keys.p12").toString(), "-storepass", "changeit"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048"));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + ": " + Files.readString(directory.resolve("keytool.log")));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
