package dev.signalbox.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which way mails go, why they may go none, and how many are in each state.
 *
 * @param mails by state; {@code UNKNOWN} are those being sent that somebody must look after
 */
public record MailState(Route route, @Nullable String reason, Map<String, Long> mails) {}
