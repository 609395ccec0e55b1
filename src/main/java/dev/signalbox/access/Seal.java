package dev.signalbox.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Seals what must not stand in the database in clear, with a key that lies outside of it (AES-256-GCM). */
@Component
public class Seal {

    private static final String MARK = "sealed:";
    private static final int NONCE = 12;
    private static final int KEY = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SealSettings settings;
    private @Nullable SecretKeySpec key;

    Seal(SealSettings settings) {
        this.settings = settings;
    }

    /** A seal for a test or a tool, whose key lies in {@code file}. */
    public static Seal withKeyIn(Path file) {
        return new Seal(new SealSettings(null, file));
    }

    public static boolean isSealed(@Nullable String text) {
        return text != null && text.startsWith(MARK);
    }

    /** The text unreadable; null stays null, and what is sealed stays as it is. */
    public @Nullable String close(@Nullable String text) {
        if (text == null || isSealed(text)) {
            return text;
        }
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] hidden = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), 0);
        byte[] whole = new byte[NONCE + hidden.length];
        System.arraycopy(nonce, 0, whole, 0, NONCE);
        System.arraycopy(hidden, 0, whole, NONCE, hidden.length);
        return MARK + Base64.getEncoder().encodeToString(whole);
    }

    /** The text as it was before {@link #close}; one that was never sealed is given back. */
    public @Nullable String open(@Nullable String text) {
        if (text == null || !isSealed(text)) {
            return text;
        }
        byte[] whole = Base64.getDecoder().decode(text.substring(MARK.length()));
        byte[] nonce = new byte[NONCE];
        System.arraycopy(whole, 0, nonce, 0, NONCE);
        return new String(run(Cipher.DECRYPT_MODE, nonce, whole, NONCE), StandardCharsets.UTF_8);
    }

    /**
     * A mark that nobody without the key can make, for something that is handed out and comes back.
     *
     * @param purpose keeps the marks of one use from passing for those of another
     */
    public String mark(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key().getEncoded(), "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Expected HmacSHA256, which every Java has", missing);
        }
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key(), new GCMParameterSpec(128, nonce));
            return cipher.doFinal(input, from, input.length - from);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(
                    "Expected secrets sealed with the key of signalbox.seal (%s); found another key. Give every node the key they were sealed with"
                            .formatted(settings.key() == null ? settings.keyFile() : "signalbox.seal.key"),
                    wrong);
        }
    }

    private synchronized SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            String given = settings.key();
            known = read(given == null ? inFile(settings.keyFile()) : given);
            key = known;
        }
        return known;
    }

    private static SecretKeySpec read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalStateException("Expected the key of signalbox.seal to be base64", notBase64);
        }
        if (bytes.length != KEY) {
            throw new IllegalStateException(
                    "Expected the key of signalbox.seal to have " + KEY + " bytes, found " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static String inFile(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Expected the key of signalbox.seal in " + file, unreadable);
        }
    }

    // Written beside and moved, so that another node never reads half of it
    private static void make(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        byte[] fresh = new byte[KEY];
        RANDOM.nextBytes(fresh);
        Path beside = Files.createTempFile(directory, file.getFileName().toString(), ".new");
        try {
            Files.writeString(beside, Base64.getEncoder().encodeToString(fresh));
            if (Files.getFileStore(beside).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(beside, file);
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            Files.deleteIfExists(beside);
        }
    }
}
