package io.spatho.cli.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.spatho.core.error.Problem;
import io.spatho.core.error.SpathoException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.limit.Limit;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.service.RuntimeTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runtime tools and the runs under the roots, as a server of the protocol offers them.
 *
 * <p>Without a folder to write to, the five tools that write are not offered. A failure of a tool is a reply marked as an error, with
 * the line that the command line would print; paths of this machine are replaced by the names of roots.
 */
public final class ToolServer {

    private static final int LONGEST_ANSWER = 4 << 20;
    private static final Duration NO_LIMIT = Duration.ofDays(30);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final NamedRoots roots;
    private final QuestionTools questions;
    private final WritingTools writing;
    private final JsonMapper json = mapper();
    private final String version;

    /** A server of these roots. */
    public ToolServer(NamedRoots roots, int threads, CommandRunner commands, Progress progress, String version) {
        this.roots = roots;
        this.questions = new QuestionTools(roots, threads, progress);
        this.writing = new WritingTools(roots, threads, commands);
        this.version = version;
    }

    /** JSON as messages are read: within the limits of every other JSON file. */
    static JsonMapper mapper() {
        return new JsonMapper(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limit.JSON_DEPTH.intValue())
                        .maxStringLength(RequestDesk.LONGEST_MESSAGE)
                        .maxNumberLength(Limit.JSON_NUMBER_CHARACTERS.intValue())
                        .build())
                .build());
    }

    /** Puts tools and resources on a transport. */
    void serve(McpStatelessServerTransport transport) {
        JsonSchemaValidator byHand = (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");
        RunResources resources = new RunResources(roots);
        var server = McpServer.sync(transport)
                .serverInfo("spatho", version)
                .instructions(instructions())
                .capabilities(ServerCapabilities.builder()
                        .tools(false)
                        .resources(false, false)
                        .build())
                .jsonMapper(new JacksonMcpJsonMapper(json))
                .jsonSchemaValidator(byHand)
                .validateToolInputs(false)
                .requestTimeout(NO_LIMIT)
                .immediateExecution(true)
                .tools(RuntimeTools.all().stream()
                        .filter(tool -> roots.mayWrite() || !WritingTools.NAMES.contains(tool.name()))
                        .map(this::offered)
                        .toList())
                .resources(resources.found())
                .resourceTemplates(resources.templates())
                .build();
        server.listTools();
    }

    private String instructions() {
        return "Tools on spatial-pathology runs. A path is ROOT/path; roots: "
                + String.join(", ", roots.folders().keySet()) + ". "
                + (roots.mayWrite()
                        ? "output is a path below " + NamedRoots.WRITTEN + ", written without that name. "
                        : "This server only reads. ")
                + "Values are measured or derived by a model, as their evidence says; none is a diagnosis.";
    }

    private SyncToolSpecification offered(RuntimeTools.Description described) {
        boolean writes = WritingTools.NAMES.contains(described.name());
        Tool tool = Tool.builder(described.name(), json.convertValue(schema(described, writes), OBJECT))
                .description(described.description())
                .annotations(ToolAnnotations.builder()
                        .readOnlyHint(!writes)
                        .destructiveHint(false)
                        .idempotentHint(!writes)
                        .openWorldHint(false)
                        .build())
                .build();
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((context, request) -> call(request, writes))
                .build();
    }

    /** The tool's schema; a tool that only reads has no output. */
    private static JsonNode schema(RuntimeTools.Description described, boolean writes) {
        ObjectNode schema = described.inputSchema().deepCopy();
        if (!writes) {
            ((ObjectNode) schema.path("properties")).remove("output");
            ArrayNode required = CanonicalJson.object().putArray("required");
            schema.path("required").forEach(name -> {
                if (!name.asText().equals("output")) {
                    required.add(name);
                }
            });
            schema.set("required", required);
        }
        return schema;
    }

    private CallToolResult call(CallToolRequest request, boolean writes) {
        try {
            JsonNode given =
                    request.arguments() == null ? CanonicalJson.object() : json.valueToTree(request.arguments());
            ToolArguments arguments = new ToolArguments(given);
            ToolAnswer answer = writes ? writing.answer(request.name(), arguments) : ask(request.name(), arguments);
            String text = roots.masked(CanonicalJson.line(answer.content()));
            if (text.length() > LONGEST_ANSWER) {
                return failed(Problem.of("the answer is too long to send").line());
            }
            return CallToolResult.builder()
                    .addTextContent(text)
                    .structuredContent(json.readValue(text, OBJECT))
                    .isError(false)
                    .build();
        } catch (SpathoException e) {
            return failed(roots.masked(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            return failed("unexpected failure: " + e.getClass().getSimpleName());
        }
    }

    private static CallToolResult failed(String line) {
        return CallToolResult.builder().addTextContent(line).isError(true).build();
    }

    private ToolAnswer ask(String tool, ToolArguments arguments) throws IOException {
        Path folder = Files.createTempDirectory("spatho-mcp");
        try {
            return questions.answer(tool, arguments, folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The names of the tools that are offered. */
    public List<String> names() {
        return RuntimeTools.all().stream()
                .map(RuntimeTools.Description::name)
                .filter(name -> roots.mayWrite() || !WritingTools.NAMES.contains(name))
                .toList();
    }
}
