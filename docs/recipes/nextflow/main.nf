#!/usr/bin/env nextflow
// Every case of a sample sheet through spatho; with --shards N the network's work on each case in N tasks.

include { SPATHO_RUN   } from './modules/spatho/run/main'
include { SPATHO_SHARD } from './modules/spatho/shard/main'
include { SPATHO_MERGE } from './modules/spatho/merge/main'

def fileOrNone(place) {
    place ? file(place, checkIfExists: true) : []
}

workflow {
    if (!params.input) {
        error "Name the sample sheet with --input"
    }
    if (params.shards > 1 && !params.checkpoint) {
        error "Only the vectors of a checkpoint are computed in shards: name it with --checkpoint"
    }
    checkpoint = Channel.value(fileOrNone(params.checkpoint))
    cases = Channel.fromPath(params.input, checkIfExists: true)
        .splitCsv(header: true, strip: true)
        .map { row ->
            [[id: row.sample], file(row.bundle, checkIfExists: true)] +
                [row.slide, row.alignment, row.regions].collect { place -> fileOrNone(place) }
        }

    if (params.shards > 1) {
        parts = cases
            .combine(Channel.of(1..params.shards))
            .map { row -> [row[0] + [shard: row[-1], shards: params.shards]] + row[1..-2] }
        SPATHO_SHARD(parts, checkpoint)
        together = SPATHO_SHARD.out.shard
            .map { meta, folder -> [meta.subMap('id'), folder] }
            .groupTuple(size: params.shards, sort: { folder -> folder.name })
        SPATHO_MERGE(together.join(cases), checkpoint)
        runs = SPATHO_MERGE.out.run
    } else {
        SPATHO_RUN(cases, checkpoint)
        runs = SPATHO_RUN.out.run
    }
    runs.view { meta, folder -> "${meta.id}: ${folder.name}" }
}
