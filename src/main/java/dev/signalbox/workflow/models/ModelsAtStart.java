package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.models.ModelRelease.Origin;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings what the jar ships into force when it is new, before anything is taken in; what a manager has released stays,
 * and the log says so.
 */
@Component
class ModelsAtStart implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ModelsAtStart.class);
    private static final String PLACE = "JAR";

    private final ShippedFiles shipped;
    private final Models models;
    private final ModelRows rows;
    private final TransactionTemplate transaction;

    ModelsAtStart(ShippedFiles shipped, Models models, ModelRows rows, TransactionTemplate transaction) {
        this.shipped = shipped;
        this.models = models;
        this.rows = rows;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            rows.lock();
            boolean first = rows.inForce().isEmpty();
            List<ModelFile> newer = shipped.files().stream()
                    .filter(file -> !rows.seen(PLACE, file.name()).equals(java.util.Optional.of(file.sha256())))
                    .toList();
            List<ModelFile> ours = newer.stream().filter(this::isOurs).toList();
            newer.stream()
                    .filter(file -> !ours.contains(file))
                    .forEach(file -> LOG.warn(
                            "A newer {} came with the product; the one released by a person stays in force",
                            file.name()));
            newer.forEach(file -> rows.see(PLACE, file.name(), file.sha256(), null));
            if (!ours.isEmpty()) {
                release(ours, first);
            }
        });
    }

    private void release(List<ModelFile> files, boolean first) {
        try {
            models.release(files, Origin.SHIPPED, "Came with the product");
        } catch (Refused refused) {
            if (first) {
                throw refused;
            }
            throw new IllegalStateException(
                    "The product's new flows do not fit those released by people: " + refused.getMessage()
                            + "; take those back first, or start the version before",
                    refused);
        }
    }

    private boolean isOurs(ModelFile file) {
        return rows.inForce(file.name())
                .map(version -> version.origin() == Origin.SHIPPED)
                .orElse(true);
    }
}
