/**
 * Questions to an embedded case, and what is handed on from it: retrieval, comparison, explanation, niches, export and packaging. Start
 * with {@link io.spatho.stgpt.service.StgptRuntime}; the same tool objects serve the command line and any server.
 */
package io.spatho.stgpt.service;
