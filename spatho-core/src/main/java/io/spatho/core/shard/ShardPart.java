package io.spatho.core.shard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shard holds: {@code shard/shard.json}.
 *
 * @param shard which part
 * @param task a SHA-256 digest of tool, version and parameters of the whole task
 * @param device kind of device that computed it, {@code cpu} or {@code gpu}
 * @param items how many items the whole task has
 * @param gaps whether parts of a slide could not be decoded on the way
 * @param pieces its tables, in order, without gap from the first item to the last
 */
public record ShardPart(
        ShardNumber shard, String task, String device, int items, boolean gaps, List<ShardPart.Piece> pieces) {

    /** Where a shard keeps it. */
    public static final String PATH = "shard/shard.json";

    private static final int SCHEMA_VERSION = 1;

    public ShardPart {
        pieces = List.copyOf(pieces);
    }

    /**
     * One table of a shard.
     *
     * @param path where it lies in the shard's folder
     * @param from its first item
     * @param to the item after its last
     */
    public record Piece(String path, int from, int to) {}

    /** The place of the table that begins with an item. */
    public static String pathOf(int item) {
        return "shard/rows-" + item + ".parquet";
    }

    /** The part as JSON. */
    public ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object()
                .put("schema_version", SCHEMA_VERSION)
                .put("shard", shard.number())
                .put("of", shard.of())
                .put("task", task)
                .put("device", device)
                .put("items", items)
                .put("gaps", gaps);
        ArrayNode list = node.putArray("pieces");
        pieces.forEach(piece -> list.addObject()
                .put("path", piece.path())
                .put("from", piece.from())
                .put("to", piece.to()));
        return node;
    }

    /** Reads what {@link #toJson} gave. */
    static ShardPart read(JsonNode node, Object place) {
        int number = node.path("shard").asInt();
        int of = node.path("of").asInt();
        if (node.path("schema_version").asInt() != SCHEMA_VERSION || number < 1 || number > of) {
            throw fault(place, "a shard of schema version " + SCHEMA_VERSION, node.path("schema_version"));
        }
        List<Piece> pieces = new ArrayList<>();
        int items = node.path("items").asInt(-1);
        for (JsonNode piece : node.path("pieces")) {
            int from = piece.path("from").asInt(-1);
            int to = piece.path("to").asInt(-1);
            boolean follows = pieces.isEmpty() || pieces.get(pieces.size() - 1).to() == from;
            String path = piece.path("path").asText();
            if (from < 0 || to < from || to > items || !follows || !path.equals(pathOf(from))) {
                throw fault(place, "pieces that follow each other", path + ", items " + from + " to " + to);
            }
            pieces.add(new Piece(path, from, to));
        }
        return new ShardPart(
                new ShardNumber(number, of),
                node.path("task").asText(),
                node.path("device").asText(),
                items,
                node.path("gaps").asBoolean(),
                pieces);
    }

    private static InputException fault(Object place, Object expected, Object found) {
        return new InputException(Problem.of("not the description of a shard")
                .at(place)
                .expected(expected, found)
                .fix("Compute the shard again"));
    }
}
