package dev.signalbox.microsoft;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Does at Microsoft what is ordered, and looks at the cases there: outside any transaction, each row on one node. */
@Component
class CaseWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CaseWorker.class);

    private final CaseFiling filing;
    private final CaseWatch watch;
    private final CaseProperties properties;
    private final List<Thread> threads = new ArrayList<>();
    private Semaphore stopped = new Semaphore(0);
    private volatile boolean running;

    CaseWorker(CaseFiling filing, CaseWatch watch, CaseProperties properties) {
        this.filing = filing;
        this.watch = watch;
        this.properties = properties;
    }

    private void run() {
        while (running) {
            try {
                boolean did = filing.doNext() | watch.lookAtNext();
                if (!did && stopped.tryAcquire(properties.idle().toMillis(), TimeUnit.MILLISECONDS)) {
                    stopped.release();
                    return;
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException trouble) {
                if (!running) {
                    return;
                }
                LOG.warn("Work at Microsoft comes again: {}", trouble.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (stopped.tryAcquire(2, TimeUnit.SECONDS)) {
                stopped.release();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        running = true;
        stopped = new Semaphore(0);
        for (int i = 0; i < properties.workers(); i++) {
            Thread started = new Thread(this::run, "microsoft-cases-" + i);
            started.setDaemon(true);
            threads.add(started);
            started.start();
        }
    }

    @Override
    public void stop() {
        running = false;
        stopped.release();
        for (Thread thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
