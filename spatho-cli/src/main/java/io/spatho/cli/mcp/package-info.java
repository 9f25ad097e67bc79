/**
 * The Model Context Protocol server: the runtime tools for programs that talk to models, over standard streams or loopback HTTP. Paths
 * are names of roots; nothing outside of them is read, and nothing is written unless a folder was named for it.
 */
package io.spatho.cli.mcp;
