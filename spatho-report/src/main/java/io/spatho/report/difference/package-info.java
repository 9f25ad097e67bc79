/** What moved between two runs: inputs and options, tables within tolerances, JSON documents, evidence and the sentences that rest on it. */
package io.spatho.report.difference;
