package dev.signalbox.web.api;

import dev.signalbox.messaging.Catalog;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** What comes in and goes out, for whoever builds against it: anybody who is signed in, service accounts too. */
@RestController
class CatalogController {

    private final Catalog catalog;

    CatalogController(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping(path = "/asyncapi.yaml", produces = "application/yaml")
    String asyncApi() {
        return catalog.asyncApi(
                URI.create(ServletUriComponentsBuilder.fromCurrentContextPath().toUriString() + "/"));
    }

    /** {@code direction} matters for a type that comes in and goes out; what comes in is answered without it. */
    @GetMapping(path = "/schemas/{type}.json", produces = "application/schema+json")
    JsonNode schema(@PathVariable String type, @RequestParam(required = false) @Nullable Direction direction) {
        Optional<JsonNode> in = direction == Direction.OUT ? Optional.empty() : catalog.comingIn(type);
        return in.or(() -> direction == Direction.IN ? Optional.empty() : catalog.goingOut(type))
                .orElseThrow(() -> new NotFound("event type of this name"));
    }

    enum Direction {
        IN,
        OUT
    }
}
