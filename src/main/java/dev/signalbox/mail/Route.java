package dev.signalbox.mail;

/** Which way mails go. */
public enum Route {
    SMTP,
    /** Nowhere, but to be looked at in the demo world. */
    DEMO_MAILBOX,
    NONE
}
