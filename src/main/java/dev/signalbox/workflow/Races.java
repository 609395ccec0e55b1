package dev.signalbox.workflow;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs a use case in one transaction; whoever loses a race starts again from the beginning with fresh eyes. */
@Component
public class Races {

    private static final int ATTEMPTS = 5;

    private final TransactionTemplate transaction;

    Races(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    public <T extends @Nullable Object> T settle(Supplier<T> useCase) {
        return again(() -> transaction.execute(status -> useCase.get()));
    }

    /** The same for a use case that is one transaction by itself. */
    public <T extends @Nullable Object> T again(Supplier<T> useCase) {
        for (int attempt = 1; ; attempt++) {
            try {
                return useCase.get();
            } catch (DuplicateKeyException | ConcurrencyFailureException lost) {
                if (attempt == ATTEMPTS) {
                    throw lost;
                }
            }
        }
    }
}
