package io.spatho.cli;

import io.spatho.cli.mcp.AccessToken;
import io.spatho.cli.mcp.LineTransport;
import io.spatho.cli.mcp.LoopbackTransport;
import io.spatho.cli.mcp.NamedRoots;
import io.spatho.cli.mcp.ToolServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho mcp --root NAME=DIR}: the runtime tools for clients of the Model Context Protocol. */
@Command(
        name = "mcp",
        description = {
            "Serve the runtime tools to clients of the Model Context Protocol, over standard input and output.",
            "Only files below the roots are read; nothing is written without --write."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class McpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--root",
            paramLabel = "NAME=DIR",
            description = "A folder that clients may read, as NAME/path; may be given several times.")
    private Map<String, Path> roots = new TreeMap<>();

    @Option(
            names = "--write",
            paramLabel = "DIR",
            description = "A folder below which tools may write; without it the tools that write are not offered.")
    private Optional<Path> write = Optional.empty();

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description =
                    "Listen on this port of the loopback address instead (0: a free one), at /mcp. Clients send the"
                            + " token of SPATHO_MCP_TOKEN; without that variable one is made and printed.")
    private Optional<Integer> port = Optional.empty();

    @Mixin
    private Threads threads;

    @Override
    public Integer call() throws IOException, InterruptedException {
        port.ifPresent(number -> RunSettings.require("--http", number, number >= 0 && number <= 65_535));
        PrintWriter err = spec.commandLine().getErr();
        ToolServer server = new ToolServer(
                NamedRoots.of(roots, write),
                threads.count(),
                SpathoCommand::execute,
                new ConsoleProgress(err),
                SpathoVersion.current());
        if (port.isPresent()) {
            Optional<String> given = Optional.ofNullable(System.getenv(AccessToken.VARIABLE));
            AccessToken token = given.map(AccessToken::of).orElseGet(AccessToken::random);
            try (LoopbackTransport transport = LoopbackTransport.start(server, port.get(), token)) {
                err.println("listening on http://127.0.0.1:" + transport.port() + "/mcp");
                if (given.isEmpty()) {
                    err.println("clients send: Authorization: Bearer " + token.reveal());
                }
                new CountDownLatch(1).await();
            }
            return 0;
        }
        PrintStream protocol = System.out;
        // Whatever a library prints must not lie between the messages.
        System.setOut(System.err);
        try {
            LineTransport.serve(server, System.in, protocol);
        } finally {
            System.setOut(protocol);
        }
        return 0;
    }
}
