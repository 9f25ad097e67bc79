/** Pages of the reference in {@code docs/reference}: made from the command line itself and from the schemas, never by hand. */
package io.spatho.cli.reference;
