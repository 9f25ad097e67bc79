/** From a sentence back to the rows, tool calls and input files that it rests on. */
package io.spatho.report.explain;
