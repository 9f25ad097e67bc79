/** The tools of the analysis: each joins algorithms of this module to artifacts and evidence. */
package io.spatho.core.analysis;
