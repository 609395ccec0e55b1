package dev.signalbox.bench.load;

import dev.signalbox.kit.Node;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** An application that leads tickets through the same flows: what it takes, what it tells, how its tasks are done. */
interface Contender {

    String name();

    Node node();

    String outTopic();

    ProducerRecord<String, String> request(String reference);

    ProducerRecord<String, String> reply(String ticket);

    ProducerRecord<String, String> confirmation(String ticket);

    /** What a record of the outgoing topic says of a ticket's step; empty where it is about something else. */
    Optional<Told> read(ConsumerRecord<String, String> record);

    boolean complete(Told task);

    /** The ticket's name on the outgoing topic, for the reference under which it was requested. */
    String ticketOf(String reference);

    /** A task that stands, a reply that was noted ({@code replied}), or the end ({@code closed}). */
    record Told(String ticket, String kind, String task, String reference) {}
}
