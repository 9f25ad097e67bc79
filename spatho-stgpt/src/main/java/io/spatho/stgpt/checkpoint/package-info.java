/**
 * Model folders and weight files read as data, never as code: PyTorch's zip and stream formats, safetensors, and the JSON and CSV
 * files beside them. Start with {@link io.spatho.stgpt.checkpoint.CheckpointFolder}.
 */
package io.spatho.stgpt.checkpoint;
