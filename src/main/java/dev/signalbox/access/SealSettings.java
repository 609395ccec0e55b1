package dev.signalbox.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the key lies that seals secrets: its 32 bytes in base64, given or in a file, which is made where it is missing.
 * Several nodes on one database need the same.
 */
@ConfigurationProperties("signalbox.seal")
record SealSettings(@Nullable String key, Path keyFile) {

    @Override
    public String toString() {
        return "SealSettings[" + keyFile + "]";
    }
}
