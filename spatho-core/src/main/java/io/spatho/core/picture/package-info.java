/** Pictures in memory: PNG and JPEG to pixels, and pixels to JPEG. */
package io.spatho.core.picture;
