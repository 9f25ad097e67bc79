package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.spatho;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.cli.CommandLineFixture.Outcome;
import io.spatho.core.dataset.Platform;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are signed, and what becomes of them. */
class SignedRunTest {

    private static final String STATEMENT = "statement.intoto.json";
    private static final String ENVELOPE = "statement.intoto.dsse.json";

    @TempDir
    static Path shared;

    private static Path bundle;

    private Path run;

    @TempDir
    Path temp;

    @BeforeAll
    static void makeKeys() throws Exception {
        bundle = bundle(Platform.XENIUM, 300, shared.resolve("xenium"));
        for (String name : new String[] {"own", "other"}) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(name + ".pem", "PRIVATE KEY", pair.getPrivate());
            write(name + ".pub", "PUBLIC KEY", pair.getPublic());
        }
    }

    private static void write(String name, String label, Key key) throws Exception {
        String body = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        Files.writeString(
                shared.resolve(name), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    @BeforeEach
    void runSigned() {
        run = temp.resolve("run");
        Outcome outcome = spatho("analyze", "qc", bundle, "-o", run, "--sign", shared.resolve("own.pem"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private Outcome verify(Path folder, String key) {
        return spatho("verify", folder, "--key", shared.resolve(key));
    }

    @Test
    void theSignatureIsOfTheKeyAndOfNoOther() {
        assertThat(verify(run, "own.pub").exitCode()).isZero();
        Outcome other = verify(run, "other.pub");
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(other.out()).contains("carries no signature of the given key");
    }

    @Test
    void theStatementNamesEveryFileWithItsDigest() throws Exception {
        JsonNode statement = StrictJson.read(run.resolve(STATEMENT));
        assertThat(statement.path("_type").asText()).isEqualTo("https://in-toto.io/Statement/v1");
        for (JsonNode subject : statement.path("subject")) {
            Path file = run.resolve(subject.path("name").asText());
            assertThat(Fingerprint.ofFile(file).sha256())
                    .isEqualTo(subject.path("digest").path("sha256").asText());
        }
        try (var files = Files.walk(run)) {
            long others = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("statement.") || name.equals("run_log.json"))
                    .count();
            assertThat(others).isEqualTo(3);
        }
    }

    @Test
    void oneChangedByteBreaksIt() throws Exception {
        for (String name : new String[] {STATEMENT, ENVELOPE}) {
            String text = Files.readString(run.resolve(name));
            int middle = text.length() / 2;
            char other = text.charAt(middle) == 'b' ? 'c' : 'b';
            Files.writeString(run.resolve(name), text.substring(0, middle) + other + text.substring(middle + 1));
            assertThat(verify(run, "own.pub").exitCode()).as(name).isEqualTo(3);
            Files.writeString(run.resolve(name), text);
        }
        Files.delete(run.resolve(STATEMENT));
        assertThat(verify(run, "own.pub").out()).contains("missing: " + STATEMENT);
    }

    @Test
    void anUnsignedRunIsNotTakenForASignedOne() {
        Path unsigned = temp.resolve("unsigned");
        spatho("analyze", "qc", bundle, "-o", unsigned);
        assertThat(spatho("verify", unsigned).exitCode()).isZero();
        assertThat(verify(unsigned, "own.pub").out()).contains("the run is not signed");
    }

    @Test
    void anUnsignedRepetitionLeavesNoSignatureBehind() {
        Outcome again = spatho("analyze", "qc", bundle, "-o", run, "--resume");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(run.resolve(ENVELOPE)).doesNotExist();
    }

    @Test
    void whatIsNoKeyIsRefusedBeforeTheRun() throws Exception {
        Path out = temp.resolve("none");
        for (String content :
                new String[] {"", "secret-canary", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}) {
            Path key = Files.writeString(temp.resolve("bad.pem"), content);
            Outcome outcome = spatho("analyze", "qc", bundle, "-o", out, "--sign", key);
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.err()).contains("not an Ed25519 key").doesNotContain("secret-canary");
            assertThat(out).doesNotExist();
        }
        assertThat(spatho("analyze", "qc", bundle, "-o", out, "--sign", shared.resolve("own.pub"))
                        .exitCode())
                .isEqualTo(3);
    }
}
