/**
 * Several cases as one run: shared genes, vectors of all observations ({@link io.spatho.core.cohort.ReadCohortTool}), their correction
 * and what it cost ({@link io.spatho.core.cohort.IntegrateTool}), structures and compositions over slides ({@link
 * io.spatho.core.cohort.CohortStructuresTool}), and neighbours across slides ({@link io.spatho.core.cohort.CohortRegionsTool}).
 */
package io.spatho.core.cohort;
