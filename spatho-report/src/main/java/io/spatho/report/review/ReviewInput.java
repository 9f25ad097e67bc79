package io.spatho.report.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Unit;
import io.spatho.core.review.ReviewDecision;
import io.spatho.core.review.ReviewState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a review is written about.
 *
 * @param evidence all evidence of the run; what a person rejected is left out of the prompt
 * @param critic the document {@code review/critic.json}, with the strength of each piece
 * @param subject the document {@code analysis/case.json}: name, platform and what the platform says of the case
 * @param files names of the files that the run read
 * @param decisions what people decided
 * @param bibliography what may be cited
 */
public record ReviewInput(
        List<Evidence> evidence,
        JsonNode critic,
        JsonNode subject,
        List<String> files,
        ReviewState decisions,
        List<Reference> bibliography) {

    private static final String OWN_REGION = "region_\\d+";
    private static final int SHORTEST_FIELD = 4;

    /** Words of the file names that platforms give: such names tell nobody apart, and hiding them would hide words of the trade. */
    private static final Pattern STOCK =
            Pattern.compile("(?i)(?:(?:cells?|genes?|panel|matrix|features?|barcodes?|transcripts?"
                    + "|experiment|xenium|visium|nucleus|boundaries|metrics|summary|tissue|positions?|list|scalefactors|scale|factors"
                    + "|lowres|hires|image|images|spatial|filtered|raw|bc|h5|h5ad|mtx|parquet|csv|tsv|gz|zarr|zip|json|geojson|ome|tiff?"
                    + "|png|jpe?g|analysis|protein|morphology|focus|mip|slice|binned|outputs|square|um|he|alignment|keypoints|regions"
                    + "|markers|segmentations?|clusters?|info|molecule|groups|outs|\\d{1,3}(?:um)?)(?:[_.\\-]|$))+");

    public ReviewInput {
        evidence = List.copyOf(evidence);
        files = List.copyOf(files);
        bibliography = List.copyOf(bibliography);
    }

    /** The strength that the critic gave. */
    String strength(Evidence item) {
        return critic.path("evidence").path(item.id()).path("strength").asText("not_graded");
    }

    /** The evidence that nobody rejected. */
    List<Evidence> standing() {
        return evidence.stream()
                .filter(item -> decisions
                        .of(item.id())
                        .filter(decision -> decision.kind() == ReviewDecision.Kind.REJECT)
                        .isEmpty())
                .toList();
    }

    /** What in the run's texts comes from the user and could tell a person, a sample or a place. */
    public Map<String, Set<String>> identifiers() {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        found.put("SAMPLE", Set.of(subject.path("name").asText()));
        Set<String> names = new LinkedHashSet<>();
        for (String file : files) {
            if (STOCK.matcher(file).matches()) {
                continue;
            }
            names.add(file);
            int point = file.indexOf('.');
            if (point > SHORTEST_FIELD) {
                names.add(file.substring(0, point));
            }
        }
        found.put("FILE", names);
        Set<String> fields = new LinkedHashSet<>();
        subject.path("platform_fields").forEach(field -> fields.add(field.asText()));
        found.put(
                "FIELD",
                fields.stream()
                        .filter(text ->
                                text.length() >= SHORTEST_FIELD && text.chars().anyMatch(Character::isLetterOrDigit))
                        .collect(Collectors.toSet()));
        found.put(
                "REGION",
                evidence.stream()
                        .filter(item -> item.statement().unit() == Unit.REGION)
                        .map(item -> item.statement().unitId())
                        .filter(id -> !id.matches(OWN_REGION))
                        .collect(Collectors.toSet()));
        Set<String> known = evidence.stream()
                .filter(item -> item.statement().type().equals("structure"))
                .map(item -> item.statement().value().path("structure_label").asText())
                .collect(Collectors.toSet());
        found.put(
                "LABEL",
                evidence.stream()
                        .filter(item -> item.statement().type().equals("region"))
                        .map(item ->
                                item.statement().value().path("structure_label").asText())
                        .filter(label -> !known.contains(label))
                        .collect(Collectors.toSet()));
        return found;
    }
}
