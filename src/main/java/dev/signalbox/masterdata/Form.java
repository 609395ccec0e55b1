package dev.signalbox.masterdata;

import java.math.BigDecimal;
import java.net.IDN;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms a field's value may have; each reads JSON values and the text of a CSV cell alike. */
enum Form {
    ID("an id of at most 60 letters, digits and . _ : @ + -") {
        @Override
        @Nullable
        Object fromText(String text) {
            return ID_PATTERN.matcher(text).matches() ? text : null;
        }
    },
    NAME("a text of at most 200 characters on one line") {
        @Override
        @Nullable
        Object fromText(String text) {
            return text.length() <= 200 && text.chars().noneMatch(Character::isISOControl) ? text : null;
        }
    },
    TEXT("a text of at most 20000 characters") {
        @Override
        @Nullable
        Object fromText(String text) {
            String lines = text.replace("\r\n", "\n");
            return lines.length() <= 20_000
                            && lines.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                    ? lines
                    : null;
        }
    },
    FLAG("true or false") {
        @Override
        @Nullable
        Object fromText(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            };
        }
    },
    COUNT("a whole number from 0 to 1000000") {
        @Override
        @Nullable
        Object fromText(String text) {
            if (!text.matches("[0-9]{1,7}")) {
                return null;
            }
            int number = Integer.parseInt(text);
            return number <= 1_000_000 ? number : null;
        }
    },
    MONEY("an amount such as 35.50") {
        @Override
        @Nullable
        Object fromText(String text) {
            return text.matches("[0-9]{1,9}([.][0-9]{1,2})?") ? new BigDecimal(text).setScale(2) : null;
        }
    },
    CURRENCY("a currency's code such as EUR") {
        @Override
        @Nullable
        Object fromText(String text) {
            return Currency.getAvailableCurrencies().stream()
                            .anyMatch(known -> known.getCurrencyCode().equals(text))
                    ? text
                    : null;
        }
    },
    EMAIL("an e-mail address") {
        @Override
        @Nullable
        Object fromText(String text) {
            int at = text.lastIndexOf('@');
            return at > 0
                            && at <= 64
                            && text.length() <= 254
                            && LOCAL_PART.matcher(text.substring(0, at)).matches()
                            && DOMAIN.fromText(text.substring(at + 1)) != null
                    ? text
                    : null;
        }
    },
    PHONE("a telephone number") {
        @Override
        @Nullable
        Object fromText(String text) {
            return text.matches("[+(]?[0-9][0-9 ()/.x-]{2,48}") ? text : null;
        }
    },
    DOMAIN("a domain name such as contoso.com") {
        @Override
        @Nullable
        Object fromText(String text) {
            try {
                String ascii = IDN.toASCII(text.toLowerCase(Locale.ROOT), IDN.USE_STD3_ASCII_RULES);
                return ascii.length() <= 253 && ascii.contains(".") && !ascii.startsWith(".") && !ascii.endsWith(".")
                        ? text.toLowerCase(Locale.ROOT)
                        : null;
            } catch (IllegalArgumentException noDomain) {
                return null;
            }
        }
    },
    UUID_TEXT("a UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301") {
        @Override
        @Nullable
        Object fromText(String text) {
            return text.length() == 36 && UUID_PATTERN.matcher(text).matches()
                    ? UUID.fromString(text).toString()
                    : null;
        }
    },
    URL("an http or https address") {
        @Override
        @Nullable
        Object fromText(String text) {
            try {
                URI address = URI.create(text);
                return text.length() <= 500
                                && Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                                && address.getHost() != null
                        ? text
                        : null;
            } catch (IllegalArgumentException noAddress) {
                return null;
            }
        }
    },
    COUNTRY("a country's code such as CZ") {
        @Override
        @Nullable
        Object fromText(String text) {
            return Set.of(Locale.getISOCountries()).contains(text) ? text : null;
        }
    },
    LANGUAGE("a language's code such as cs") {
        @Override
        @Nullable
        Object fromText(String text) {
            return List.of(Locale.getISOLanguages()).contains(text) ? text : null;
        }
    },
    ZONE("a time zone such as Europe/Prague") {
        @Override
        @Nullable
        Object fromText(String text) {
            return ZoneId.getAvailableZoneIds().contains(text) ? text : null;
        }
    },
    HOUR("a time of day such as 08:00") {
        @Override
        @Nullable
        Object fromText(String text) {
            try {
                return text.length() == 5 ? LocalTime.parse(text).toString() : null;
            } catch (DateTimeException noTime) {
                return null;
            }
        }
    },
    TIME("an RFC 3339 time such as 2026-12-31T00:00:00Z, or a date") {
        @Override
        @Nullable
        Object fromText(String text) {
            try {
                Instant instant = text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant();
                return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant.truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeException noTime) {
                return null;
            }
        }
    },
    DATE("a day such as 2027-01-01") {
        @Override
        @Nullable
        Object fromText(String text) {
            try {
                return text.length() == 10 ? LocalDate.parse(text).toString() : null;
            } catch (DateTimeException noDate) {
                return null;
            }
        }
    },
    LIST("a list of texts, in a cell with | between them") {
        @Override
        @Nullable
        Object fromText(String text) {
            return items(List.of(text.split("[|]")));
        }
    };

    private static final Pattern ID_PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,59}");
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+");
    private static final Pattern UUID_PATTERN = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int LONGEST_LIST = 3_900;

    private final String expected;

    Form(String expected) {
        this.expected = expected;
    }

    String expected() {
        return expected;
    }

    abstract @Nullable Object fromText(String text);

    /** The value in this form's own type; null where it does not fit. */
    @Nullable
    Object read(Object given) {
        return switch (given) {
            case String text -> fromText(text.strip());
            case Boolean flag -> this == FLAG ? flag : null;
            case Number number -> this == COUNT || this == MONEY ? fromText(number.toString()) : null;
            case List<?> list -> this == LIST ? items(list) : null;
            default -> null;
        };
    }

    /** A list keeps each item once, in order, so that writing it in another order changes nothing. */
    private static @Nullable Object items(List<?> given) {
        List<String> items = new ArrayList<>();
        for (Object item : given) {
            if (!(item instanceof String text)
                    || text.isBlank()
                    || text.contains(",")
                    || text.contains("|")
                    || text.chars().anyMatch(Character::isISOControl)) {
                return null;
            }
            items.add(text.strip());
        }
        List<String> sorted = items.stream().distinct().sorted().toList();
        return String.join(",", sorted).length() > LONGEST_LIST ? null : sorted;
    }
}
