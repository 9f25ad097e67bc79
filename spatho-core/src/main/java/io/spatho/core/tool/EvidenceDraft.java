package io.spatho.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A piece of evidence that is being put together; {@link #measured} or {@link #modelDerived} completes it. */
public final class EvidenceDraft {

    private final Unit unit;
    private final String unitId;
    private final String type;
    private final String source;
    private final List<String> inputs;
    private final Consumer<Evidence> taker;
    private final List<SupportingArtifact> artifacts = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private QcStatus qcStatus = QcStatus.PASS;
    private JsonNode value = CanonicalJson.object();
    private Optional<Uncertainty> uncertainty = Optional.empty();
    private String summary = "";

    EvidenceDraft(Unit unit, String unitId, String type, String source, List<String> inputs, Consumer<Evidence> taker) {
        this.unit = unit;
        this.unitId = unitId;
        this.type = type;
        this.source = source;
        this.inputs = inputs;
        this.taker = taker;
    }

    /** Sets the value. */
    public EvidenceDraft value(JsonNode node) {
        this.value = node;
        return this;
    }

    /** Sets the sentence for people. */
    public EvidenceDraft summary(String sentence) {
        this.summary = sentence;
        return this;
    }

    /** Adds rows of an artifact on which it rests. */
    public EvidenceDraft restsOn(Artifact artifact, String rowCondition) {
        artifacts.add(artifact.support(rowCondition));
        return this;
    }

    /** Sets whether the data behind it passed its checks. */
    public EvidenceDraft qc(QcStatus status) {
        this.qcStatus = status;
        return this;
    }

    /** Sets the interval of the estimate. */
    public EvidenceDraft uncertainty(Uncertainty interval) {
        this.uncertainty = Optional.of(interval);
        return this;
    }

    /** Adds what a guardrail said of it. */
    public EvidenceDraft verdict(Verdict verdict) {
        verdicts.add(verdict);
        return this;
    }

    /** Completes evidence that no trained model had a part in. */
    public Measured measured() {
        Measured evidence = new Measured(statement());
        taker.accept(evidence);
        return evidence;
    }

    /** Completes evidence that a trained model had a part in. */
    public ModelDerived modelDerived(ModelReference model) {
        ModelDerived evidence = new ModelDerived(statement(), model);
        taker.accept(evidence);
        return evidence;
    }

    private Statement statement() {
        return new Statement(
                unit, unitId, source, type, qcStatus, value, uncertainty, summary, artifacts, inputs, verdicts);
    }
}
