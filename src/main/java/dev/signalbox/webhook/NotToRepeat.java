package dev.signalbox.webhook;

/** The delivery is still under way, or its payload is no longer kept. */
public class NotToRepeat extends RuntimeException {

    NotToRepeat(Delivery delivery) {
        super("Expected delivery %s to have ended with its payload kept, found it %s%s"
                .formatted(delivery.id(), delivery.state(), delivery.payloadKept() ? "" : " without payload"));
    }
}
