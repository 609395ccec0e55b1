package dev.signalbox.demo.microsoft;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Absolute links to the next page of a list. */
public final class Links {

    private Links() {}

    /** The address that was asked, as the client knows it, with one parameter set. */
    public static String next(Request request, String parameter, String value) {
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.put(parameter, value);
        return "http://" + request.header("host") + request.uri().getRawPath() + "?"
                + query.entrySet().stream()
                        .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
