package dev.signalbox.customer;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Texts that customers read, in their own language: {@code telling_<language>.properties}, English where there is none. */
public final class Wording {

    private static final String TEXTS = "telling";
    private static final Locale OTHERWISE = Locale.ENGLISH;

    private final Locale locale;
    private final ResourceBundle texts;

    private Wording(Locale locale) {
        this.locale = locale;
        this.texts = texts(locale);
    }

    /** In {@code language}, an ISO 639 code, or in English where we have no texts in it. */
    public static Wording in(@Nullable String language) {
        Locale wanted = language == null ? OTHERWISE : Locale.forLanguageTag(language);
        return new Wording(
                texts(wanted).getLocale().getLanguage().equals(wanted.getLanguage())
                        ? Locale.of(wanted.getLanguage())
                        : OTHERWISE);
    }

    private static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(
                TEXTS,
                Locale.of(locale.getLanguage()),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public Locale locale() {
        return locale;
    }

    /** The language's code. */
    public String language() {
        return locale.getLanguage();
    }

    public String text(String name, @Nullable Object... arguments) {
        return new MessageFormat(texts.getString(name), locale).format(arguments);
    }

    /** The same where the texts know the name. */
    public Optional<String> maybe(String name) {
        return texts.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }
}
