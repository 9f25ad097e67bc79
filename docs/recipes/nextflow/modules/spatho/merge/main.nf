process SPATHO_MERGE {
    tag "$meta.id"
    label 'process_medium'

    input:
    tuple val(meta), path(shards), path(bundle), path(slide), path(alignment), path(regions)
    path checkpoint

    output:
    tuple val(meta), path("${prefix}"), emit: run
    tuple val(meta), path("${prefix}/report.html"), emit: report
    tuple val(meta), path("${prefix}/evidence_manifest.json"), emit: manifest
    path "versions.yml", emit: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    prefix = task.ext.prefix ?: "${meta.id}.spatho"
    def heap = task.memory ? "-Xmx${(task.memory.toMega() * 0.75) as long}m" : ''
    def inputs = [slide, alignment, regions, checkpoint].findAll { it }.collect { "--input '${it}'" }.join(' ')
    def parts = shards.collect { "'${it}'" }.join(' ')
    """
    export SPATHO_JAVA_OPTS="\${SPATHO_JAVA_OPTS:-${heap}}"
    spatho merge ${parts} \\
        --case '${bundle}' \\
        -o '${prefix}' \\
        --threads ${task.cpus} \\
        ${inputs} \\
        ${args}

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        spatho: \$(spatho --version | sed -n 's/^spatho //p')
    END_VERSIONS
    """

    stub:
    prefix = task.ext.prefix ?: "${meta.id}.spatho"
    """
    mkdir -p ${prefix}
    touch ${prefix}/report.html ${prefix}/evidence_manifest.json

    cat <<-END_VERSIONS > versions.yml
    "${task.process}":
        spatho: \$(spatho --version | sed -n 's/^spatho //p')
    END_VERSIONS
    """
}
