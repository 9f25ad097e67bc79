package io.spatho.core.fingerprint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest over canonical bytes, in 64 lower-case hexadecimal digits.
 *
 * <p>Determinism: depends on the bytes only. Cost: linear, about 1 GB/s.
 */
public record Fingerprint(String sha256) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 1 << 16;

    public Fingerprint {
        if (!FORM.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 digest: " + sha256);
        }
    }

    /** The fingerprint of the UTF-8 bytes of a text. */
    public static Fingerprint ofText(String text) {
        return ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The fingerprint of bytes. */
    public static Fingerprint ofBytes(byte[] bytes) {
        return of(digest().digest(bytes));
    }

    /** The fingerprint of a file's content, read once in blocks. */
    public static Fingerprint ofFile(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return of(digest.digest());
    }

    /** The fingerprint that a finished digest holds. */
    public static Fingerprint of(byte[] digest) {
        return new Fingerprint(HexFormat.of().formatHex(digest));
    }

    /** A fresh SHA-256 digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The form in which evidence and manifests name an input: {@code fp_} and the first 32 digits. */
    public String shortName() {
        return "fp_" + sha256.substring(0, 32);
    }
}
