package dev.signalbox.web.frame;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.util.WebUtils;

/** The viewer's language from the request's header, and the zone from the cookie in which the browser tells it. */
@Component("localeResolver")
class ViewersZone extends AcceptHeaderLocaleResolver implements LocaleContextResolver {

    static final String COOKIE = "zone";

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    @Override
    public LocaleContext resolveLocaleContext(HttpServletRequest request) {
        Locale language = resolveLocale(request);
        TimeZone zone = zone(WebUtils.getCookie(request, COOKIE));
        return new TimeZoneAwareLocaleContext() {
            @Override
            public Locale getLocale() {
                return language;
            }

            @Override
            public TimeZone getTimeZone() {
                return zone;
            }
        };
    }

    private static TimeZone zone(@Nullable Cookie told) {
        try {
            return told == null
                    ? UTC
                    : TimeZone.getTimeZone(ZoneId.of(told.getValue().replace("%2F", "/")));
        } catch (DateTimeException unknown) {
            return UTC;
        }
    }

    @Override
    public void setLocaleContext(
            HttpServletRequest request,
            jakarta.servlet.http.@Nullable HttpServletResponse response,
            @Nullable LocaleContext context) {
        throw new UnsupportedOperationException("The browser tells language and zone");
    }
}
