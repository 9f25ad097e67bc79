package io.spatho.stgpt.retrieval;

import ai.djl.Device;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.tool.Progress;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.engine.Operators;
import io.spatho.stgpt.engine.TorchEngine;
import io.spatho.stgpt.region.Division;
import io.spatho.stgpt.train.TrainableWeights;
import io.spatho.stgpt.train.TrainingCourse;
import io.spatho.stgpt.train.TrainingState;
import java.nio.file.Path;
import java.util.List;

/** Trains each configuration on the same material and predicts held-out and calibration tiles with its best weights. */
final class TrainedNetworks {

    private final RetrievalRequest request;
    private final MaterialMaker.Made made;
    private final LookUp reference;
    private final Workers workers;

    TrainedNetworks(RetrievalRequest request, MaterialMaker.Made made, LookUp reference, Workers workers) {
        this.request = request;
        this.made = made;
        this.reference = reference;
        this.workers = workers;
    }

    /** A trained network: expression is logged, not standardised. */
    record Trained(
            Configuration configuration,
            TrainingCourse.Outcome outcome,
            RetrievalPrediction heldOut,
            DenseMatrix calibration,
            TrainingState state) {

        List<NamedTensor> weights() {
            return outcome.best();
        }
    }

    Trained train(
            Configuration configuration,
            TorchEngine engine,
            Operators operators,
            Device device,
            Path states,
            Fingerprint identity,
            Progress progress) {
        RetrievalSettings settings = request.settings();
        RetrievalMaterial material = made.material();
        NetworkShape shape = new NetworkShape(
                configuration,
                material.inputs().width(configuration),
                request.index().typeNames().size(),
                reference.width(),
                made.genes().size(),
                settings.width(),
                settings.latent());
        LookUp cells =
                configuration.cells() == Configuration.Cells.SHUFFLED ? reference.shuffled(settings.seed()) : reference;
        RetrievalNetwork network = new RetrievalNetwork(operators, shape, cells, settings.cells());
        TrainingState state = TrainingState.in(
                states.resolve(configuration.name()), Fingerprint.ofText(identity.sha256() + configuration));
        progress.note("training " + configuration.name());
        TrainingCourse.Outcome outcome = new RetrievalTrainer(engine, operators, device, settings, material, network)
                .train(state, workers, progress);
        try (TrainableWeights best = TrainableWeights.of(engine, device, outcome.best())) {
            RetrievalPredictor predictor = new RetrievalPredictor(engine, device, network);
            int[] heldOut = material.tilesOf(material.division().cells(Division.Part.HELD_OUT));
            int[] calibrating = material.tilesOf(material.calibrating());
            RetrievalPrediction found = predictor.predict(material.inputs(), heldOut, best.tensors(), workers);
            DenseMatrix calibration = predictor
                    .predict(material.inputs(), calibrating, best.tensors(), workers)
                    .genes();
            return new Trained(
                    configuration,
                    outcome,
                    found.withGenes(material.scale().restored(found.genes())),
                    material.scale().restored(calibration),
                    state);
        }
    }
}
