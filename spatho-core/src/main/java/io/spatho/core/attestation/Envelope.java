package io.spatho.core.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * A DSSE envelope (version 1) around a statement, with one Ed25519 signature.
 *
 * <p>Determinism: Ed25519 signatures follow from key and content. Source: secure-systems-lab DSSE, protocol v1.0.0.
 */
public final class Envelope {

    /** The file's name in a run folder. */
    public static final String NAME = "statement.intoto.dsse.json";

    private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
    private static final String ALGORITHM = "Ed25519";

    private Envelope() {}

    /** The envelope around a statement. */
    public static byte[] sign(byte[] statement, PrivateKey key) {
        ObjectNode envelope = CanonicalJson.object();
        envelope.put("payloadType", PAYLOAD_TYPE);
        envelope.put("payload", Base64.getEncoder().encodeToString(statement));
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(authenticated(PAYLOAD_TYPE, statement));
            envelope.putArray("signatures")
                    .addObject()
                    .put("sig", Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
        return CanonicalJson.document(envelope);
    }

    /** Whether an envelope holds exactly this statement. */
    public static boolean holds(JsonNode envelope, byte[] statement) {
        return envelope.path("payload").asText().equals(Base64.getEncoder().encodeToString(statement));
    }

    /** Whether one of the envelope's signatures over its content is of this key. */
    public static boolean isSignedBy(JsonNode envelope, PublicKey key) {
        try {
            byte[] payload = Base64.getDecoder().decode(envelope.path("payload").asText());
            byte[] content = authenticated(envelope.path("payloadType").asText(), payload);
            for (JsonNode signature : envelope.path("signatures")) {
                Signature verifier = Signature.getInstance(ALGORITHM);
                verifier.initVerify(key);
                verifier.update(content);
                if (verifier.verify(
                        Base64.getDecoder().decode(signature.path("sig").asText()))) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The pre-authentication encoding: what is signed. */
    private static byte[] authenticated(String type, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int typeLength = type.getBytes(StandardCharsets.UTF_8).length;
        bytes.writeBytes(
                ("DSSEv1 " + typeLength + " " + type + " " + body.length + " ").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
