/** Tools, plans over tools, and the trail they leave; start with {@link io.spatho.core.tool.Tool}. */
package io.spatho.core.tool;
