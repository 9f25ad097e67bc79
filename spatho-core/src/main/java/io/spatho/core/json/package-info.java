/** JSON whose bytes are reproducible, and JSON that is read with suspicion. */
package io.spatho.core.json;
