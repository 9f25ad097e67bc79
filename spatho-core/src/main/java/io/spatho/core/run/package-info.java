/** Running a plan in a folder, and checking afterwards that the folder is what its manifest says. */
package io.spatho.core.run;
