package dev.signalbox.bench.replay;

import java.util.Map;

class HttpEventSender implements EventSender {

    private final Product product;
    private final String account;

    HttpEventSender(Product product, String account) {
        this.product = product;
        this.account = account;
    }

    @Override
    public String send(String subject, Map<String, Object> cloudEvent) {
        var answer = product.send(account, cloudEvent);
        if (answer.status() != 202) {
            throw new Refused("POST /api/events with %s gave %d %s"
                    .formatted(cloudEvent.get("type"), answer.status(), answer.body()));
        }
        var result = answer.body().path("results").path(0);
        var word = result.path("result").asString("?");
        if (word.equals("REJECTED")) {
            throw new Refused("The event %s of %s was rejected: %s"
                    .formatted(
                            cloudEvent.get("type"),
                            subject,
                            result.path("reason").asString("")));
        }
        return word;
    }
}
