package dev.signalbox.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Reads the mailbox in rounds. A mail is put away only when the database has kept what became of it: whoever dies in
 * between leaves it where it was, and it is read again and known.
 */
@Component
class MailReader implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MailReader.class);

    private final Imap imap;
    private final Replies replies;
    private final IncomingMails incoming;
    private final ReaderLease lease;
    private final ImapSettings settings;
    private final Clock clock;
    private final Semaphore stopping = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable Instant lastRound;
    private volatile @Nullable String trouble;
    private @Nullable Thread thread;

    MailReader(
            Imap imap, Replies replies, IncomingMails incoming, ReaderLease lease, ImapSettings settings, Clock clock) {
        this.imap = imap;
        this.replies = replies;
        this.incoming = incoming;
        this.lease = lease;
        this.settings = settings;
        this.clock = clock;
    }

    /** How reading stands on this node. */
    MailState.Reading state() {
        return new MailState.Reading(
                settings.configured(),
                lastRound,
                trouble,
                incoming.count(IncomingMail.State.REPLY),
                incoming.count(IncomingMail.State.REFUSED));
    }

    private void run() {
        while (running) {
            try {
                if (lease.hold()) {
                    round();
                    incoming.forget(settings.keepFor());
                    lastRound = clock.instant();
                    trouble = null;
                }
            } catch (MessagingException | RuntimeException passing) {
                told(passing);
            }
            try {
                if (stopping.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void told(Exception passing) {
        String now = passing.getClass().getSimpleName() + ": " + passing.getMessage();
        if (running && !now.equals(trouble)) {
            LOG.warn("The mailbox is not read, trying again: {}", now);
        }
        trouble = now;
    }

    private void round() throws MessagingException {
        try (Imap.Box box = imap.open()) {
            for (long uid : box.waiting()) {
                if (!running || !lease.hold()) {
                    return;
                }
                Optional<Incoming> mail = read(box, uid);
                if (mail.isPresent()) {
                    box.move(uid, taken(mail.get()) ? settings.done() : settings.refused());
                }
            }
        }
    }

    /** A mail that breaks something of ours holds up no other. */
    private boolean taken(Incoming mail) {
        try {
            return replies.take(mail);
        } catch (TransientDataAccessException
                | NonTransientDataAccessResourceException
                | CannotCreateTransactionException passing) {
            throw passing;
        } catch (RuntimeException fault) {
            LOG.error("A mail could not be taken and is put aside as {}", mail, fault);
            replies.putAside(mail, fault);
            return false;
        }
    }

    private Optional<Incoming> read(Imap.Box box, long uid) throws MessagingException {
        Optional<Long> size = box.size(uid);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        long largest = settings.largest().toBytes();
        String trouble = size.get() > largest ? "it is larger than " + largest + " bytes" : null;
        Optional<MimeMessage> mail = box.read(uid, trouble != null);
        return mail.isPresent()
                ? Optional.of(Envelope.read(mail.get(), trouble, settings.verifiedBy()))
                : Optional.empty();
    }

    @Override
    public boolean isAutoStartup() {
        return settings.configured();
    }

    @Override
    public void start() {
        running = true;
        Thread started = new Thread(this::run, "mail-reader");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        running = false;
        stopping.release();
        Thread ending = thread;
        if (ending != null) {
            try {
                ending.join(10_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (!ending.isAlive()) {
                lease.release();
            }
        }
        stopping.drainPermits();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
