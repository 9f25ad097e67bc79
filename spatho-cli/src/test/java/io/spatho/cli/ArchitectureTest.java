package io.spatho.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the modules, the absence of cycles, and a few things that no class may do. */
class ArchitectureTest {

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.spatho");
    }

    @Test
    void arrowsBetweenModulesPointOneWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("io.spatho.core..")
                .layer("anndata")
                .definedBy("io.spatho.anndata..")
                .layer("stgpt")
                .definedBy("io.spatho.stgpt..")
                .layer("report")
                .definedBy("io.spatho.report..")
                .layer("cli")
                .definedBy("io.spatho.cli..")
                .whereLayer("anndata")
                .mayOnlyBeAccessedByLayers("stgpt", "cli")
                .whereLayer("stgpt")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "anndata", "stgpt", "report"})
    void packagesOfAModuleHaveNoCycle(String module) {
        slices().matching("io.spatho." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void onlyTheTensorModuleKnowsTheTensorEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.spatho.stgpt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(classes);
    }

    @Test
    void coreKnowsNoFileFormatLibraryAndNoPage() {
        noClasses()
                .that()
                .resideInAPackage("io.spatho.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.jhdf..", "org.apache.parquet..", "org.apache.arrow..", "picocli..")
                .check(classes);
    }

    @Test
    void onlyTheCommandLinePrintsOrEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.spatho.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace", PrintStream.class)
                .check(classes);
    }

    @Test
    void nothingIsMadeFromSerializedObjectsOrUnseededChance() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(classes);
    }

    /** Reading Avro's schemas from Parquet files has run code: CVE-2025-30065, CVE-2025-46762. */
    @Test
    void noLibraryIsThereThatMakesClassesFromNamesInFiles() {
        for (String name : List.of(
                "org.apache.parquet.avro.AvroParquetReader",
                "org.apache.avro.Schema",
                "com.thoughtworks.xstream.XStream",
                "com.esotericsoftware.kryo.Kryo")) {
            assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void jsonNamesNoClasses() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("activateDefaultTyping.*|enableDefaultTyping.*|registerSubtypes")))
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("JsonTypeInfo")
                .check(classes);
    }

    /** What is packed is unpacked where its size is bounded. */
    @Test
    void unpackingIsBounded() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.spatho.anndata.csv.TextInput")
                .and()
                .doNotHaveFullyQualifiedName("io.spatho.anndata.parquet.PageCodec")
                .and()
                .resideOutsideOfPackages(
                        "io.spatho.anndata.hdf5..", "io.spatho.anndata.zarr..", "io.spatho.anndata.tiff..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(GZIPInputStream.class, InflaterInputStream.class, Inflater.class, ZipInputStream.class)
                .check(classes);
    }
}
