package dev.signalbox.bench.replay;

/** The product did not answer within the budget; running the same command again goes on from here. */
class ProductGone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProductGone(String message) {
        super(message);
    }
}
