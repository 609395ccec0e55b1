package dev.signalbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.webhook.Outlet.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, requests and signatures, without the product around them. */
class WebhookPartsTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void endpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            switch (exchange.getRequestURI().getPath()) {
                case "/moved" -> {
                    exchange.getResponseHeaders().set("Location", "/");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream body = exchange.getResponseBody()) {
                        while (true) {
                            body.write("and so on ".repeat(100).getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
                case "/silent" -> {
                    try {
                        over.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                }
                case "/busy" -> {
                    exchange.getResponseHeaders().set("Retry-After", "120");
                    exchange.sendResponseHeaders(429, -1);
                }
                default -> exchange.sendResponseHeaders(204, -1);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private Answer post(boolean allowPrivate, DnsResolver resolver, String host, String path) {
        WebhookSettings settings = new WebhookSettings(
                allowPrivate, Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(90), 4);
        return new Outlet(settings, resolver)
                .post(
                        URI.create("http://" + host + ":" + server.getAddress().getPort() + path),
                        Map.of("webhook-id", "1"),
                        "{}".getBytes(StandardCharsets.UTF_8));
    }

    private Answer post(String path) {
        return post(true, named("127.0.0.1"), "endpoint.example", path);
    }

    private static DnsResolver named(String... addresses) {
        AtomicInteger look = new AtomicInteger();
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                int which = Math.min(look.getAndIncrement(), addresses.length - 1);
                return new InetAddress[] {InetAddress.getByName(addresses[which])};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "168.63.129.16",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "fec0::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1"
            })
    void anAddressThatIsNobodysOnTheInternetIsClosed(String address) throws UnknownHostException {
        assertThat(PublicAddresses.open(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "11.0.0.1", "2606:4700:4700::1111", "2a00:1450::1"})
    void anAddressOnTheInternetIsOpen(String address) throws UnknownHostException {
        assertThat(PublicAddresses.open(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aNameThatPointsInsideIsRefusedAndNothingIsSent() {
        for (String host : List.of("inside.example", "127.0.0.1", "localhost", "2130706433", "0x7f.1")) {
            Answer answer = post(false, named("127.0.0.1"), host, "/");

            assertThat(answer.taken()).as(host).isFalse();
            assertThat(answer.reason()).as(host).contains("is 127.0.0.1, which is not a public address");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aNameThatPointsInsideAtTheSecondLookIsRefusedAtThatLook() {
        DnsResolver turning = named("8.8.8.8", "127.0.0.1");
        PublicAddresses first = new PublicAddresses(false, turning);
        assertThat(first).satisfies(addresses -> addresses.resolve("turning.example"));

        Answer answer = post(false, turning, "turning.example", "/");

        assertThat(answer.reason()).contains("not a public address");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aRedirectionIsNotFollowed() {
        Answer answer = post("/moved");

        assertThat(answer.taken()).isFalse();
        assertThat(answer.reason()).isEqualTo("Answered 302; redirections are not followed");
        assertThat(asked).hasValue(1);
    }

    @Test
    void ofAnAnswerWithoutEndOneKilobyteIsRead() {
        Answer answer = post("/endless");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(1024);
    }

    @Test
    void whoeverSaysNothingIsLeftInTime() {
        assertThat(post("/silent").reason()).isEqualTo("No answer within PT1S");
    }

    @Test
    void anEndpointMayAskToBeLeftAloneForAWhile() {
        assertThat(post("/busy").retryAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(Deliveries.pause(1, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void pausesGrowToAnHourAndDifferByChance() {
        assertThat(Deliveries.pause(1, Duration.ZERO)).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
        assertThat(Deliveries.pause(4, Duration.ZERO)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
        assertThat(Deliveries.pause(40, Duration.ZERO)).isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
    }

    /** The example of the Standard Webhooks specification. */
    @Test
    void signaturesAreThoseOfStandardWebhooks() {
        byte[] secret = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

        String signature = Signature.of(List.of(secret, secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body);

        String one = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assertThat(signature).isEqualTo(one + " " + one);
    }
}
