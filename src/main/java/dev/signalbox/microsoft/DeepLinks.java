package dev.signalbox.microsoft;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens a channel's portal in the customer's context; never leads anywhere but to Microsoft. */
public final class DeepLinks {

    // named one by one: below azure.com and dynamics.com customers put up pages of their own
    private static final Set<String> PORTALS = Set.of(
            "portal.azure.com",
            "lcs.dynamics.com",
            "businesscentral.dynamics.com",
            "portal.office.com",
            "admin.cloud.microsoft",
            "microsoft.com");

    private DeepLinks() {}

    /** The link; empty where the pattern, once filled, is not one of Microsoft's portals by https. */
    public static String link(@Nullable String pattern, String tenantId, String domain) {
        if (pattern == null) {
            return "";
        }
        String link = pattern.replace("{tenantId}", encoded(tenantId)).replace("{domain}", encoded(domain));
        try {
            URI address = new URI(link);
            boolean plain = address.getRawUserInfo() == null && (address.getPort() == -1 || address.getPort() == 443);
            return "https".equals(address.getScheme()) && plain && isMicrosofts(address.getHost()) ? link : "";
        } catch (URISyntaxException notAnAddress) {
            return "";
        }
    }

    private static boolean isMicrosofts(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return PORTALS.contains(name) || name.endsWith(".microsoft.com");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
