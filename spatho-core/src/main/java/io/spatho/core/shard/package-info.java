/**
 * Parts of a run that several processes compute, and how they come together again: start with {@link io.spatho.core.shard.ShardNumber}
 * and {@link io.spatho.core.shard.ShardSet}.
 */
package io.spatho.core.shard;
