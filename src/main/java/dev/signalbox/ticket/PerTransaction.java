package dev.signalbox.ticket;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A value that lives as long as the transaction: made when it is first asked for, another one in a transaction inside,
 * gone at the end. One registration for a transaction, however many rows it writes.
 */
public final class PerTransaction<T> {

    private final Supplier<T> fresh;
    private final Consumer<T> afterCommit;

    public PerTransaction(Supplier<T> fresh) {
        this(fresh, value -> {});
    }

    public PerTransaction(Supplier<T> fresh, Consumer<T> afterCommit) {
        this.fresh = fresh;
        this.afterCommit = afterCommit;
    }

    /** Empty where there is no transaction. */
    @SuppressWarnings("unchecked")
    public Optional<T> get() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return Optional.empty();
        }
        T known = (T) TransactionSynchronizationManager.getResource(this);
        if (known != null) {
            return Optional.of(known);
        }
        T value = fresh.get();
        TransactionSynchronizationManager.bindResource(this, value);
        TransactionSynchronizationManager.registerSynchronization(new Keeping(value));
        return Optional.of(value);
    }

    private final class Keeping implements TransactionSynchronization {

        private final T value;

        private Keeping(T value) {
            this.value = value;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(PerTransaction.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(PerTransaction.this, value);
        }

        @Override
        public void afterCommit() {
            afterCommit.accept(value);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(PerTransaction.this);
        }
    }
}
