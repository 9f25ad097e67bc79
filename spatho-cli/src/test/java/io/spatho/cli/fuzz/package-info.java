/** Coverage-guided fuzz tests of every parser, through Jazzer: docs/fuzzing.md says how to run them and what they hold. */
package io.spatho.cli.fuzz;
