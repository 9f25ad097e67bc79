package io.spatho.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.io.ObjectInputStream;
import java.io.PrintStream;
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
}
