package dev.signalbox.mail;

import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Customers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries queued mails to the server. A mail is claimed, in a transaction of its own, before it is handed over: whoever
 * dies in between leaves a row that is never sent again by itself, because nobody can tell whether the server took it.
 */
@Component
class Postman implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final int BATCH = 50;
    private static final long IDLE_MILLIS = 2_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Mails mails;
    private final Letters letters;
    private final MailQueue queue;
    private final Smtp smtp;
    private final Routes routes;
    private final Customers customers;
    private final MailSettings settings;
    private final Clock clock;
    private final Bell bell;
    private final TransactionTemplate transaction;
    private volatile boolean running;
    private @Nullable Thread thread;

    Postman(
            Mails mails,
            Letters letters,
            MailQueue queue,
            Smtp smtp,
            Routes routes,
            Customers customers,
            MailSettings settings,
            Clock clock,
            Bell bell,
            PlatformTransactionManager transactions) {
        this.mails = mails;
        this.letters = letters;
        this.queue = queue;
        this.smtp = smtp;
        this.routes = routes;
        this.customers = customers;
        this.settings = settings;
        this.clock = clock;
        this.bell = bell;
        this.transaction = new TransactionTemplate(transactions);
    }

    private void run() {
        while (running) {
            try {
                bell.await(IDLE_MILLIS);
                while (running && carry()) {
                    // what followed on the same tickets may be due now
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException trouble) {
                if (running) {
                    LOG.warn("Mails not carried, trying again: {}", trouble.toString());
                }
            }
        }
    }

    /** @return whether anything left, so that more may be due */
    private boolean carry() {
        List<String> due = mails.due(BATCH);
        if (due.isEmpty()) {
            return false;
        }
        if (routes.route() != Route.SMTP) {
            due.forEach(id -> transaction.executeWithoutResult(status ->
                    claim(id).ifPresent(claimed -> mails.sent(claimed.mail().id()))));
            return due.size() == BATCH;
        }
        boolean any = false;
        try (Smtp.Line line = smtp.open()) {
            for (String id : due) {
                if (!running || !line.usable()) {
                    return running && any;
                }
                Optional<Claimed> claimed = Objects.requireNonNull(transaction.execute(status -> claim(id)));
                if (claimed.isPresent()) {
                    any = true;
                    send(line, claimed.get());
                }
            }
        } catch (Smtp.Later unreachable) {
            LOG.warn("The mail server cannot be used, {} mails wait: {}", due.size(), unreachable.getMessage());
            transaction.executeWithoutResult(
                    status -> due.forEach(id -> mails.find(id).ifPresent(mail -> later(mail, unreachable))));
        }
        return any;
    }

    private record Claimed(Mail mail, Letter letter) {}

    private Optional<Claimed> claim(String id) {
        Optional<Mail> mine = mails.claim(id);
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        Mail mail = mine.get();
        Optional<Contact> contact = Optional.ofNullable(mail.contactId()).flatMap(customers::contact);
        String against = contact.map(queue::against).orElse(null);
        if (against != null) {
            mails.end(mail, Mail.State.SUPPRESSED, against);
            return Optional.empty();
        }
        Optional<Letter> letter = letters.of(mail);
        if (letter.isEmpty()) {
            mails.end(mail, Mail.State.SUPPRESSED, "the message or its contact is erased");
            return Optional.empty();
        }
        return Optional.of(new Claimed(mail, letter.get()));
    }

    private void send(Smtp.Line line, Claimed claimed) {
        Mail mail = claimed.mail();
        try {
            line.send(claimed.letter());
            transaction.executeWithoutResult(status -> mails.sent(mail.id()));
        } catch (Smtp.Never refused) {
            LOG.warn("Mail {} of ticket {} failed: {}", mail.id(), mail.ticket(), refused.getMessage());
            transaction.executeWithoutResult(
                    status -> mails.end(mail, Mail.State.FAILED, String.valueOf(refused.getMessage())));
        } catch (Smtp.Later passing) {
            transaction.executeWithoutResult(status -> later(mail, passing));
        } catch (Smtp.Unknown silence) {
            LOG.warn("Mail {} of ticket {} may have been sent: {}", mail.id(), mail.ticket(), silence.getMessage());
            transaction.executeWithoutResult(status -> mails.unknown(mail.id(), String.valueOf(silence.getMessage())));
        }
    }

    private void later(Mail mail, Exception passing) {
        Instant now = clock.instant();
        String reason = String.valueOf(passing.getMessage());
        if (mail.queuedAt().plus(settings.giveUpAfter()).isBefore(now)) {
            mails.end(mail, Mail.State.FAILED, "Given up after " + settings.giveUpAfter() + ", last: " + reason);
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(Mails.attemptsOf(mail) - 1, 10));
        mails.again(mail, now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause), reason);
    }

    @Override
    public void start() {
        running = true;
        Thread started = new Thread(this::run, "postman");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        running = false;
        bell.ring();
        Thread stopping = thread;
        if (stopping != null) {
            try {
                stopping.join(10_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
