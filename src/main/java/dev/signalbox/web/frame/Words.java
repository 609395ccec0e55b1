package dev.signalbox.web.frame;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Texts of the pages, from the message files, in the viewer's language. */
@Component
public class Words {

    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    public String of(String name, Object... arguments) {
        return messages.getMessage(name, arguments, LocaleContextHolder.getLocale());
    }

    /** The text where the message files have one. */
    public @Nullable String perhaps(String name, Object... arguments) {
        return messages.getMessage(name, arguments, null, LocaleContextHolder.getLocale());
    }

    /** The word for a code such as {@code state.RECEIVED}; an unknown code stands for itself. */
    public String code(String group, @Nullable String code) {
        if (code == null || code.isEmpty()) {
            return "–";
        }
        String plain = code.replaceAll("([a-z])([A-Z])", "$1 $2")
                .replaceAll("[_-]", " ")
                .toLowerCase(Locale.ROOT);
        String found = messages.getMessage(group + "." + code, null, plain, LocaleContextHolder.getLocale());
        return found == null ? plain : found;
    }
}
