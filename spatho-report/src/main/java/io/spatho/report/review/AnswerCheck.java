package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets through the sentences of an answer that hold by the evidence they name, and counts the others by the reason they were dropped
 * for. Nothing else of an answer is read: it can change no value, verdict or path.
 */
final class AnswerCheck {

    private static final int MOST = 60;
    private static final int LONGEST = 600;
    private static final int MOST_IDS = 20;
    private static final Pattern LINK = Pattern.compile(
            "(?i)\\b(?:https?|ftp|file|data|javascript|mailto|tel)\\s*:|//|www\\.|\\]\\s*\\(|\\S+@\\S+\\.\\S+"
                    + "|\\b[a-z0-9-]{2,}\\.(?:com|org|net|io|edu|gov|info|dev|ai|co|app|eu|de|uk|cn|ru|ch|fr|jp)\\b");
    private static final Pattern MARKUP =
            Pattern.compile("<[A-Za-z!/?]|&(?:#\\w+|[A-Za-z]\\w*);|`|\\*\\*|__|^\\s*#|\\{\\{|\\$\\{|\\\\[a-z(\\[]");
    private static final Pattern INLINE_ID = Pattern.compile("\\[\\s*(C[1-9][0-9]{0,3})\\s*\\]");
    private static final Pattern FOREIGN_CITATION = Pattern.compile(
            "(?i)\\bet\\s+al\\b|\\bdoi\\b|\\bpmid\\b|\\barxiv\\b"
                    + "|\\[\\s*\\d+(?:\\s*[,–-]\\s*\\d+)*\\s*\\]|\\(\\s*\\p{Lu}[\\p{L}'-]+[^()]{0,60}(?:19|20)\\d{2}[a-z]?\\s*\\)");

    private final ReviewPrompt prompt;
    private final List<Checked> kept = new ArrayList<>();
    private final Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    private final Set<String> said = new LinkedHashSet<>();

    private AnswerCheck(ReviewPrompt prompt) {
        this.prompt = prompt;
    }

    /** A sentence that was let through, with the names given back. */
    record Checked(String text, List<String> evidenceIds, List<String> citations) {}

    /** What was let through, and how many sentences were dropped for which reason. */
    record Outcome(List<Checked> sentences, Map<DropReason, Integer> dropped) {}

    static Outcome of(ReviewPrompt prompt, JsonNode answer) {
        AnswerCheck check = new AnswerCheck(prompt);
        answer.path("sentences").forEach(check::take);
        return new Outcome(List.copyOf(check.kept), check.dropped);
    }

    private void take(JsonNode node) {
        Optional<DropReason> fault = fault(node);
        if (fault.isPresent()) {
            dropped.merge(fault.get(), 1, Integer::sum);
            return;
        }
        List<String> ids = texts(node.path("evidence")).stream()
                .map(id -> find(id).orElseThrow().id())
                .distinct()
                .toList();
        String text = prompt.pseudonyms().reveal(node.path("text").asText().strip());
        kept.add(new Checked(text, ids, texts(node.path("citations"))));
    }

    private Optional<DropReason> fault(JsonNode node) {
        String text = node.path("text").asText("").strip();
        if (!node.isObject() || !node.path("text").isTextual() || text.isEmpty()) {
            return Optional.of(DropReason.NOT_A_SENTENCE);
        }
        if (text.length() > LONGEST) {
            return Optional.of(DropReason.TOO_LONG);
        }
        if (!said.add(text)) {
            return Optional.of(DropReason.REPEATED);
        }
        List<String> ids = texts(node.path("evidence"));
        if (ids.isEmpty()) {
            return Optional.of(DropReason.NO_EVIDENCE);
        }
        if (ids.size() > MOST_IDS || ids.stream().anyMatch(id -> find(id).isEmpty())) {
            return Optional.of(DropReason.UNKNOWN_EVIDENCE);
        }
        return content(text, node).or(() -> kept.size() < MOST ? Optional.empty() : Optional.of(DropReason.TOO_MANY));
    }

    private Optional<DropReason> content(String text, JsonNode node) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
        if (LINK.matcher(plain).find()) {
            return Optional.of(DropReason.LINK);
        }
        if (MARKUP.matcher(plain).find() || text.codePoints().anyMatch(AnswerCheck::isInvisible)) {
            return Optional.of(DropReason.MARKUP);
        }
        Set<String> known =
                prompt.input().bibliography().stream().map(Reference::id).collect(Collectors.toSet());
        boolean inline = INLINE_ID.matcher(plain).results().allMatch(found -> known.contains(found.group(1)));
        if (!inline
                || !known.containsAll(texts(node.path("citations")))
                || FOREIGN_CITATION.matcher(plain).find()) {
            return Optional.of(DropReason.UNKNOWN_CITATION);
        }
        List<Evidence> evidence = texts(node.path("evidence")).stream()
                .map(id -> find(id).orElseThrow())
                .toList();
        Set<String> names = new LinkedHashSet<>(prompt.pseudonyms().inUse());
        names.addAll(known);
        names.addAll(prompt.sent().keySet());
        return EvidenceNumbers.of(evidence, names).cover(plain)
                ? Optional.empty()
                : Optional.of(DropReason.NUMBER_NOT_IN_EVIDENCE);
    }

    private Optional<Evidence> find(String id) {
        Evidence sent = prompt.sent().get(id);
        return sent != null
                ? Optional.of(sent)
                : prompt.sent().values().stream()
                        .filter(item -> item.id().equals(id))
                        .findFirst();
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
