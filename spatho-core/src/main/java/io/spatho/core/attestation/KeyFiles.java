package io.spatho.core.attestation;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads Ed25519 keys from PEM files, as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout} write them. */
public final class KeyFiles {

    private static final String ALGORITHM = "Ed25519";

    private KeyFiles() {}

    /**
     * Reads a private key (PKCS #8, not encrypted).
     *
     * @throws InputException when the file is anything else; the message never holds what is in the file
     */
    public static PrivateKey privateKey(Path file) {
        byte[] bytes = content(file, "PRIVATE KEY");
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
            throw unfit(file, "PRIVATE KEY");
        }
    }

    /**
     * Reads a public key (X.509 subject public key).
     *
     * @throws InputException when the file is anything else
     */
    public static PublicKey publicKey(Path file) {
        byte[] bytes = content(file, "PUBLIC KEY");
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
            throw unfit(file, "PUBLIC KEY");
        }
    }

    private static byte[] content(Path file, String label) {
        try {
            Limit.CONFIG_BYTES.require(Files.size(file), "the key file is too large", file);
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            String head = "-----BEGIN " + label + "-----";
            String foot = "-----END " + label + "-----";
            if (!text.startsWith(head) || !text.endsWith(foot)) {
                throw unfit(file, label);
            }
            return Base64.getMimeDecoder().decode(text.substring(head.length(), text.length() - foot.length()));
        } catch (IOException e) {
            throw new InputException(Problem.of("cannot read the key").at(file), e);
        } catch (IllegalArgumentException e) {
            throw unfit(file, label);
        }
    }

    private static InputException unfit(Path file, String label) {
        return new InputException(Problem.of("not an Ed25519 key in PEM form")
                .at(file)
                .fix("It must begin with -----BEGIN " + label
                        + "-----; make a pair with openssl genpkey -algorithm ed25519 and openssl pkey -pubout"));
    }
}
