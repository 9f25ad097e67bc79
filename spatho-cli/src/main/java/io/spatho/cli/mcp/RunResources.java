package io.spatho.cli.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.spatho.core.error.Problem;
import io.spatho.core.error.SpathoException;
import io.spatho.core.error.UsageException;
import io.spatho.core.run.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Manifest and evidence of every finished run under the roots, as {@code spatho:///ROOT/path/evidence_manifest.json} and
 * {@code …/evidence.jsonl}. Those found when the server starts are listed; of later ones, those one folder below a root can be read by
 * a template.
 */
final class RunResources {

    private static final String SCHEME = "spatho";
    private static final String EVIDENCE = "evidence.jsonl";
    private static final int DEPTH = 4;
    private static final int MOST_RUNS = 200;
    private static final long MOST_BYTES = 4L << 20;

    private final NamedRoots roots;

    RunResources(NamedRoots roots) {
        this.roots = roots;
    }

    /** The runs that are there now. */
    List<SyncResourceSpecification> found() {
        List<SyncResourceSpecification> resources = new ArrayList<>();
        roots.folders().forEach((name, root) -> {
            for (Path manifest : manifests(root)) {
                Path run = root.relativize(manifest.getParent());
                for (String file : List.of(RunFolder.MANIFEST, EVIDENCE)) {
                    if (Files.isRegularFile(manifest.resolveSibling(file))) {
                        resources.add(resource(Path.of(name).resolve(run).resolve(file)));
                    }
                }
            }
        });
        return resources;
    }

    private static List<Path> manifests(Path root) {
        try (Stream<Path> files =
                Files.find(root, DEPTH, (file, facts) -> facts.isRegularFile() && file.endsWith(RunFolder.MANIFEST))) {
            return files.sorted().limit(MOST_RUNS).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UsageException(
                    Problem.of("cannot list the root: " + e.getMessage()).at(root), e);
        }
    }

    private SyncResourceSpecification resource(Path path) {
        Resource resource = Resource.builder(address(path), path.toString())
                .mimeType(type(path.toString()))
                .build();
        return new SyncResourceSpecification(resource, (context, request) -> read(request.uri()));
    }

    List<SyncResourceTemplateSpecification> templates() {
        List<SyncResourceTemplateSpecification> templates = new ArrayList<>();
        for (String file : List.of(RunFolder.MANIFEST, EVIDENCE)) {
            ResourceTemplate template = ResourceTemplate.builder(
                            SCHEME + ":///{root}/{run}/" + file, file + " of a run")
                    .mimeType(type(file))
                    .build();
            templates.add(new SyncResourceTemplateSpecification(template, (context, request) -> read(request.uri())));
        }
        return templates;
    }

    private ReadResourceResult read(String address) {
        try {
            Path file = roots.existing(path(address));
            long bytes = Files.size(file);
            if (!Files.isRegularFile(file) || bytes > MOST_BYTES) {
                throw new UsageException(Problem.of("no file that can be sent")
                        .at(address)
                        .expected("at most " + MOST_BYTES + " bytes", bytes));
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return ReadResourceResult.builder(List.of(TextResourceContents.builder(address, text)
                            .mimeType(type(address))
                            .build()))
                    .build();
        } catch (SpathoException e) {
            throw error(roots.masked(e.getMessage()), address);
        } catch (IOException e) {
            throw error("cannot be read", address);
        }
    }

    private static McpError error(String line, String address) {
        return McpError.builder(ErrorCodes.RESOURCE_NOT_FOUND)
                .message(line)
                .data(Map.of("uri", address))
                .build();
    }

    private static String path(String address) {
        try {
            URI uri = new URI(address);
            String path = uri.getPath();
            if (SCHEME.equals(uri.getScheme())
                    && path != null
                    && (path.endsWith("/" + RunFolder.MANIFEST) || path.endsWith("/" + EVIDENCE))) {
                return path.substring(1);
            }
        } catch (URISyntaxException e) {
            throw new UsageException(Problem.of("this is no address").at(address), e);
        }
        throw new UsageException(
                Problem.of("only manifests and evidence of runs can be read").at(address));
    }

    private static String address(Path path) {
        try {
            return new URI(SCHEME, "", "/" + path, null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path.toString(), e);
        }
    }

    private static String type(String name) {
        return name.endsWith(EVIDENCE) ? "application/jsonl" : "application/json";
    }
}
