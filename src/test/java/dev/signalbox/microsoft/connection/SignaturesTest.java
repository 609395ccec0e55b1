package dev.signalbox.microsoft.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.demo.microsoft.Fault;
import dev.signalbox.demo.microsoft.PartnerCenterHooks;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.support.SigningKeys;
import dev.signalbox.support.TurnedClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what Microsoft signed, with a certificate from a place on the list, is believed. */
class SignaturesTest {

    private static final byte[] BODY = "{\"EventName\":\"test-created\"}".getBytes(StandardCharsets.UTF_8);

    private static SigningKeys keys;
    private static SigningKeys.Signer microsofts;
    private static Path authorities;

    private final TurnedClock machine = new TurnedClock(Clock.systemUTC().instant());
    private SimulatedMicrosoft server;
    private PartnerCenterHooks hooks;
    private Signatures signatures;

    @BeforeAll
    static void makeKeys() {
        keys = SigningKeys.make();
        microsofts = keys.microsoft();
        authorities = keys.authorities();
    }

    @BeforeEach
    void start() {
        server = SimulatedMicrosoft.start(0, machine);
        hooks = server.with(new PartnerCenterHooks(server, microsofts.key(), microsofts.chain()));
        signatures = trusting(authorities);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Signatures trusting(Path roots) {
        return new Signatures(
                new WebhookProperties(List.of(hooks.folder()), "Microsoft Corporation", roots, Duration.ofHours(12)),
                machine);
    }

    private void check(String certificate) throws Signatures.NotSigned, Signatures.CannotTell {
        signatures.check("Signature " + hooks.signature(BODY), certificate, "rsa-sha256", BODY);
    }

    private String certificate() {
        return hooks.certificate().toString();
    }

    @Test
    void whatMicrosoftSignedIsBelievedAndItsCertificateIsFetchedOnce() throws Exception {
        check(certificate());
        check(certificate());

        assertThat(server.requests().count("/cert/")).isEqualTo(1);
    }

    @Test
    void aBodyThatWasChangedIsNot() {
        assertThatThrownBy(() -> signatures.check(
                        "Signature " + hooks.signature(BODY),
                        certificate(),
                        "rsa-sha256",
                        "{\"EventName\":\"invoice-ready\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("not by the certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic YTpi", "Signature", "Signature !!!"})
    void withoutASignatureNothingIsFetched(String authorization) {
        assertThatThrownBy(() -> signatures.check(authorization, certificate(), "rsa-sha256", BODY))
                .isInstanceOf(Signatures.NotSigned.class);
        assertThat(server.requests().count("/cert/")).isZero();
    }

    @Test
    void anotherAlgorithmIsRefused() {
        assertThatThrownBy(
                        () -> signatures.check("Signature " + hooks.signature(BODY), certificate(), "rsa-sha1", BODY))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("rsa-sha1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/cert/a.cer",
                "https://3psostorageacct.blob.core.windows.net/cert/a.cer",
                "{here}@evil.example/cert/a.cer",
                "{here}/cert/../admin/a.cer",
                "{here}/cert/%2e%2e/a.cer",
                "{here}/cert/a/b.cer",
                "{here}/certs/a.cer",
                "{here}/cert/a.cer?x=http://evil.example",
                "{here}/cert/",
                "file:///etc/passwd",
                "not a link",
                ""
            })
    void aCertificateFromElsewhereIsNeverFetched(String link) {
        String here = server.baseUri().toString();

        assertThatThrownBy(() -> check(link.replace("{here}", here)))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("certificate");
        assertThat(server.requests().all()).isEmpty();
    }

    @Test
    void aCertificateOfSomebodyElseIsRefused() {
        SigningKeys.Signer other = keys.signer("other", "Macrosoft Corporation", "-1d", 20);
        hooks.sign(other.key(), other.chain());

        assertThatThrownBy(() -> check(certificate()))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("Macrosoft");
    }

    @Test
    void aCertificateThatIsOverIsRefused() {
        SigningKeys.Signer over = keys.signer("over", "Microsoft Corporation", "-40d", 10);
        hooks.sign(over.key(), over.chain());

        assertThatThrownBy(() -> check(certificate()))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("no root we trust");
    }

    @Test
    void aCertificateWhoseRootNobodyTrustsIsRefused() {
        Signatures ofTheRuntimesRoots = trusting(null);

        assertThatThrownBy(() -> ofTheRuntimesRoots.check(
                        "Signature " + hooks.signature(BODY), certificate(), "rsa-sha256", BODY))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("no root we trust");
    }

    @Test
    void aNewCertificateInTheOldOnesPlaceIsTakenUpAfterAWhile() throws Exception {
        check(certificate());
        SigningKeys.Signer next = keys.signer("next", "Microsoft Corporation", "-1d", 20);
        hooks.sign(next.key(), next.chain());

        assertThatThrownBy(() -> check(certificate())).isInstanceOf(Signatures.NotSigned.class);
        machine.advance(Duration.ofMinutes(6));

        assertThatCode(() -> check(certificate())).doesNotThrowAnyException();
        assertThat(server.requests().count("/cert/")).isEqualTo(2);
    }

    @Test
    void whereTheCertificateCannotBeFetchedNothingIsDecided() {
        server.scenario().always("/cert/", Fault.status(503));
        assertThatThrownBy(() -> check(certificate())).isInstanceOf(Signatures.CannotTell.class);

        URI gone = hooks.certificate();
        server.close();
        assertThatThrownBy(() -> check(gone.toString())).isInstanceOf(Signatures.CannotTell.class);
    }

    @Test
    void aHugeOrSenselessFileIsNoCertificate() {
        server.scenario().next(1, "/cert/", new Fault.Huge(10L * 1024 * 1024));
        assertThatThrownBy(() -> check(certificate()))
                .isInstanceOf(Signatures.NotSigned.class)
                .hasMessageContaining("too big");

        server.scenario().next(1, "/cert/", Fault.html());
        assertThatThrownBy(() -> check(certificate())).isInstanceOf(Signatures.NotSigned.class);
    }
}
