process SPATHO_SHARD {
    tag "$meta.id $meta.shard/$meta.shards"
    label 'process_medium'

    input:
    tuple val(meta), path(bundle), path(slide), path(alignment), path(regions) // meta: id, shard, shards
    path checkpoint

    output:
    tuple val(meta), path("${prefix}"), emit: shard
    path "versions.yml", emit: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    prefix = task.ext.prefix ?: "${meta.id}.${meta.shard}-of-${meta.shards}"
    def heap = task.memory ? "-Xmx${(task.memory.toMega() * 0.75) as long}m" : ''
    def options = [
        slide ? "--he '${slide}'" : '',
        alignment ? "--he-alignment '${alignment}'" : '',
        regions ? "--regions '${regions}'" : '',
    ].join(' ').trim()
    """
    export SPATHO_JAVA_OPTS="\${SPATHO_JAVA_OPTS:-${heap}}"
    spatho run '${bundle}' \\
        -o '${prefix}' \\
        --checkpoint '${checkpoint}' \\
        --shard ${meta.shard}/${meta.shards} \\
        --threads ${task.cpus} \\
        ${options} \\
        ${args}

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        spatho: \$(spatho --version | sed -n 's/^spatho //p')
    END_VERSIONS
    """

    stub:
    prefix = task.ext.prefix ?: "${meta.id}.${meta.shard}-of-${meta.shards}"
    """
    mkdir -p ${prefix}/shard
    touch ${prefix}/shard/shard.json ${prefix}/evidence_manifest.json

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        spatho: \$(spatho --version | sed -n 's/^spatho //p')
    END_VERSIONS
    """
}
