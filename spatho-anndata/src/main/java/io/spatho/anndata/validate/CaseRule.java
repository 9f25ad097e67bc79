package io.spatho.anndata.validate;

import static io.spatho.anndata.validate.Severity.ERROR;
import static io.spatho.anndata.validate.Severity.WARNING;

/** What is checked of a case. */
public enum CaseRule implements Rule {
    /** The file opens as AnnData. */
    CASE_FILE_001(
            ERROR,
            "the file can be read as AnnData",
            "Nothing else can be said about a file that does not open.",
            "Write the file again with spatho convert or with anndata"),
    /** It is a case. */
    CASE_ROOT_001(
            ERROR,
            "uns/spatho/contract_version is 1",
            "Readers decide by the version what they may rely on.",
            "Make a case of the file with spatho convert"),
    /** All elements are there. */
    CASE_ROOT_002(
            ERROR,
            "every required element is there",
            "squidpy, scanpy and spatho look for them under these names.",
            "Write the case again with spatho convert"),
    /** Ids are there. */
    CASE_OBS_001(
            ERROR,
            "obs/cell_id is text without missing values",
            "Tables of a run refer to observations by this id.",
            "Give every observation an id"),
    /** Ids differ. */
    CASE_OBS_002(
            ERROR,
            "ids in obs/cell_id are unique",
            "A repeated id makes joins count one observation twice.",
            "Make the ids unique: adata.obs_names_make_unique()"),
    /** Positions are there. */
    CASE_OBS_003(
            ERROR,
            "obs/x_um and obs/y_um are float64",
            "Positions are micrometres; narrower numbers round slide coordinates.",
            "Write the case again with spatho convert"),
    /** Positions are numbers. */
    CASE_OBS_004(
            ERROR,
            "positions are finite",
            "A missing position would put an observation nowhere and break every neighbourhood.",
            "Drop observations without a position"),
    /** Codes of columns. */
    CASE_OBS_005(
            ERROR,
            "category codes lie in the list of categories",
            "A code outside the list names no category.",
            "Write the column again as pandas categorical"),
    /** Index and ids agree. */
    CASE_OBS_006(
            WARNING,
            "the index of obs equals cell_id",
            "Tools that join by index instead of cell_id would see other names.",
            "Set adata.obs_names = adata.obs['cell_id']"),
    /** Labels are categories. */
    CASE_OBS_007(
            WARNING,
            "cluster_id and structure_id are categorical",
            "Plots colour categories; text columns are slow and large.",
            "adata.obs['cluster_id'] = adata.obs['cluster_id'].astype('category')"),
    /** The array of positions. */
    CASE_POS_001(
            ERROR,
            "obsm/spatial is float64 of observations x 2",
            "squidpy and scanpy take positions from it.",
            "Write the case again with spatho convert"),
    /** One truth about positions. */
    CASE_POS_002(
            ERROR,
            "obsm/spatial equals x_um and y_um",
            "Two different positions of one observation cannot both be right.",
            "Copy one into the other"),
    /** The place of counts. */
    CASE_X_001(
            ERROR,
            "the counts are where uns/spatho/counts says",
            "Models and statistics start from raw counts.",
            "Write the case again with spatho convert"),
    /** The shape of counts. */
    CASE_X_002(
            ERROR,
            "the counts have one row per observation and one column per feature",
            "Rows and columns are matched by position.",
            "Write the matrix and its tables together"),
    /** CSR. */
    CASE_X_003(
            WARNING,
            "the counts are stored by row (CSR)",
            "Most work goes over observations; other layouts are converted each time.",
            "adata.X = scipy.sparse.csr_matrix(adata.X)"),
    /** Row starts. */
    CASE_X_004(
            ERROR,
            "row starts rise from 0 to the number of entries",
            "They say which entries belong to which observation.",
            "Write the matrix again"),
    /** Columns exist. */
    CASE_X_005(
            ERROR,
            "column positions lie in the matrix",
            "An entry outside the matrix belongs to no feature.",
            "Write the matrix again"),
    /** Sorted. */
    CASE_X_006(
            WARNING,
            "columns ascend within a row",
            "Canonical matrices can be searched and compared; others are sorted each time.",
            "adata.X.sort_indices()"),
    /** No duplicates. */
    CASE_X_007(
            ERROR,
            "a row names a column once",
            "Tools differ in whether repeated entries are added.",
            "adata.X.sum_duplicates()"),
    /** Counts. */
    CASE_X_008(
            ERROR,
            "counts are non-negative integers",
            "Normalised values taken for counts give wrong statistics without any other sign.",
            "Put raw counts into X or layers['counts'] and convert again"),
    /** Columns of features. */
    CASE_VAR_001(
            ERROR,
            "var has feature_name, feature_id and feature_type as text",
            "Panels are matched by id and name, and modalities told apart by type.",
            "Write the case again with spatho convert"),
    /** Index of features. */
    CASE_VAR_002(
            ERROR, "the index of var is unique", "anndata selects variables by it.", "adata.var_names_make_unique()"),
    /** Names. */
    CASE_VAR_003(
            WARNING,
            "features have names",
            "A feature without a name matches no vocabulary.",
            "Fill feature_name from feature_id"),
    /** Types. */
    CASE_VAR_004(
            WARNING,
            "the matrix holds gene expression only",
            "Controls and proteins among the genes distort normalisation.",
            "Move other feature types to uns/modalities"),
    /** Codes of feature columns. */
    CASE_VAR_005(
            ERROR,
            "category codes lie in the list of categories",
            "A code outside the list names no category.",
            "Write the column again as pandas categorical"),
    /** Shapes. */
    CASE_SHAPE_001(
            ERROR,
            "layers, obsm, obsp, varm and varp have the shape of the case",
            "anndata refuses to open a file whose parts disagree.",
            "Write the element again from the same object"),
    /** Modalities exist. */
    CASE_MOD_001(
            ERROR,
            "every modality that is named has X and var",
            "A name without a matrix cannot be read.",
            "Write the case again with spatho convert"),
    /** Shapes of modalities. */
    CASE_MOD_002(
            ERROR,
            "a modality has a row per observation and a column per feature",
            "Rows and columns are matched by position.",
            "Write the case again with spatho convert"),
    /** Matrices of modalities. */
    CASE_MOD_003(
            ERROR,
            "the matrix of a modality is sound",
            "The same holds for it as for the counts.",
            "Write the case again with spatho convert"),
    /** Modalities that nobody names. */
    CASE_MOD_004(
            WARNING,
            "every group under uns/modalities is named in uns/spatho/modalities",
            "What is not named is not read.",
            "Add its name, or remove the group"),
    /** Text fields. */
    CASE_META_001(
            ERROR,
            "the fields of uns/spatho are there",
            "They say where the case came from.",
            "Write the case again with spatho convert"),
    /** The platform. */
    CASE_META_002(
            ERROR,
            "the platform is known",
            "Thresholds and units depend on it.",
            "Use a version of spatho that knows the platform"),
    /** The unit. */
    CASE_META_003(
            ERROR,
            "coordinates are micrometres and sizes positive",
            "Distances are compared in micrometres.",
            "Convert again with --um-per-unit"),
    /** Sources. */
    CASE_META_004(
            ERROR,
            "sources have a size and a SHA-256 of 64 hexadecimal digits",
            "They prove from which files the case was made.",
            "Write the case again from its bundle"),
    /** No sources. */
    CASE_META_005(
            WARNING,
            "the case names its sources",
            "Without them nobody can tell what it was made from.",
            "Write the case again from its bundle"),
    /** Transforms. */
    CASE_META_006(
            ERROR,
            "transforms can be inverted",
            "Places in pictures are mapped there and back.",
            "Register the picture again"),
    /** The panel. */
    CASE_META_007(
            ERROR,
            "the panel's fingerprint is that of the genes",
            "Otherwise the features were changed after the case was written.",
            "Write the case again from its bundle"),
    /** The pixel size. */
    CASE_META_008(
            WARNING,
            "the size of a pixel is known for Visium",
            "Without it no picture can be placed.",
            "Convert again from the bundle with its scale factors"),
    /** Pictures. */
    CASE_PLOT_001(
            WARNING,
            "pictures in uns/spatial have a positive scale factor",
            "squidpy multiplies positions by it.",
            "Add scalefactors/tissue_<image>_scalef");

    private final Severity severity;
    private final String meaning;
    private final String rationale;
    private final String remedy;

    CaseRule(Severity severity, String meaning, String rationale, String remedy) {
        this.severity = severity;
        this.meaning = meaning;
        this.rationale = rationale;
        this.remedy = remedy;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String rationale() {
        return rationale;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
