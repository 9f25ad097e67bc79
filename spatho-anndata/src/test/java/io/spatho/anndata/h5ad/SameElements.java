package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import java.util.ArrayList;
import java.util.Map;

/** Asserts that elements hold the same, to the last bit, type and order. */
final class SameElements {

    private SameElements() {}

    static void assertSame(AnnDataFile found, AnnDataFile expected) {
        assertThat(found.x().isPresent()).isEqualTo(expected.x().isPresent());
        expected.x().ifPresent(x -> assertSame("X", found.x().orElseThrow(), x));
        assertSame("obs", found.obs(), expected.obs());
        assertSame("var", found.var(), expected.var());
        assertSame("layers", found.layers(), expected.layers());
        assertSame("obsm", found.obsm(), expected.obsm());
        assertSame("varm", found.varm(), expected.varm());
        assertSame("obsp", found.obsp(), expected.obsp());
        assertSame("varp", found.varp(), expected.varp());
        assertSame("uns", found.uns(), expected.uns());
        assertThat(found.raw().isPresent()).isEqualTo(expected.raw().isPresent());
        expected.raw().ifPresent(raw -> {
            AnnDataFile.Raw other = found.raw().orElseThrow();
            raw.x().ifPresent(x -> assertSame("raw/X", other.x().orElseThrow(), x));
            assertSame("raw/var", other.var(), raw.var());
            assertSame("raw/varm", other.varm(), raw.varm());
        });
    }

    static void assertSame(String path, Element found, Element expected) {
        assertThat(found).as(path).hasSameClassAs(expected);
        if (expected instanceof Element.Dense dense) {
            assertSame(path, ((Element.Dense) found).values(), dense.values());
        } else if (expected instanceof Element.Scalar scalar) {
            assertSame(path, ((Element.Scalar) found).value(), scalar.value());
        } else if (expected instanceof Element.Strings strings) {
            assertThat(((Element.Strings) found).values()).as(path).isEqualTo(strings.values());
            assertThat(found.extents()).as(path).isEqualTo(strings.shape());
        } else if (expected instanceof Element.Bytes bytes) {
            assertThat(((Element.Bytes) found).encoded()).as(path).isEqualTo(bytes.encoded());
            assertThat(((Element.Bytes) found).width()).as(path).isEqualTo(bytes.width());
        } else if (expected instanceof Element.Text || expected instanceof Element.Nothing) {
            assertThat(found).as(path).isEqualTo(expected);
        } else {
            group(path, found, expected);
        }
    }

    private static void group(String path, Element found, Element expected) {
        if (expected instanceof Element.Categorical categorical) {
            Element.Categorical other = (Element.Categorical) found;
            assertThat(other.ordered()).as(path).isEqualTo(categorical.ordered());
            assertSame(path, other.codes(), categorical.codes());
            assertSame(path, other.categories(), categorical.categories());
        } else if (expected instanceof Element.Nullable nullable) {
            Element.Nullable other = (Element.Nullable) found;
            assertThat(other.encoding()).as(path).isEqualTo(nullable.encoding());
            assertThat(other.missing()).as(path).isEqualTo(nullable.missing());
            assertSame(path, other.values(), nullable.values());
            assertSame(path, other.mask(), nullable.mask());
        } else if (expected instanceof Element.Sparse sparse) {
            Element.Sparse other = (Element.Sparse) found;
            assertThat(other.byColumn()).as(path).isEqualTo(sparse.byColumn());
            assertThat(other.shape()).as(path).isEqualTo(sparse.shape());
            assertSame(path + "/data", other.data(), sparse.data());
            assertSame(path + "/indices", other.indices(), sparse.indices());
            assertSame(path + "/indptr", other.starts(), sparse.starts());
        } else if (expected instanceof Element.Frame frame) {
            Element.Frame other = (Element.Frame) found;
            assertThat(other.indexName()).as(path).isEqualTo(frame.indexName());
            assertSame(path + "/index", other.index(), frame.index());
            assertSame(path, other.columns(), frame.columns());
        } else if (expected instanceof Element.Dict dict) {
            assertSame(path, ((Element.Dict) found).children(), dict.children());
        } else if (expected instanceof Element.Awkward awkward) {
            assertThat(((Element.Awkward) found).form()).as(path).isEqualTo(awkward.form());
            assertThat(((Element.Awkward) found).length()).as(path).isEqualTo(awkward.length());
            assertSame(path, ((Element.Awkward) found).buffers(), awkward.buffers());
        } else if (expected instanceof Element.Records records) {
            records(path, (Element.Records) found, records);
        }
    }

    /** Columns keep their order; the order of a dictionary is the file's, which anndata sorts by name. */
    private static void assertSame(String path, Map<String, Element> found, Map<String, Element> expected) {
        assertThat(new ArrayList<>(found.keySet())).as(path).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, element) -> assertSame(path + "/" + name, found.get(name), element));
    }

    private static void assertSame(String path, Numbers found, Numbers expected) {
        assertThat(found.type()).as(path).isEqualTo(expected.type());
        assertThat(found.shape()).as(path).isEqualTo(expected.shape());
        int count = (int) expected.count();
        assertThat(found.read(0, count)).as(path).isEqualTo(expected.read(0, count));
    }

    private static void records(String path, Element.Records found, Element.Records expected) {
        assertThat(found.encoding()).as(path).isEqualTo(expected.encoding());
        assertThat(found.shape()).as(path).isEqualTo(expected.shape());
        assertThat(found.fields()).as(path).hasSameSizeAs(expected.fields());
        for (int i = 0; i < expected.fields().size(); i++) {
            RecordField field = expected.fields().get(i);
            RecordField other = found.fields().get(i);
            assertThat(other.name()).as(path).isEqualTo(field.name());
            assertSame(path + "/" + field.name(), FrameReader.field(other), FrameReader.field(field));
        }
    }
}
