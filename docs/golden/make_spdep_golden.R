# Makes the golden values of R spdep for spatho-core's tests of spatial autocorrelation, from the inputs of golden-spatial.json.
#
# Run:  Rscript docs/golden/make_spdep_golden.R spatho-core/src/test/resources/io/spatho/core/spatial
#
# Versions are written into the file. Inputs are made up; nothing here comes from a patient or from anybody's data. One cell of the
# second graph has lost its neighbours (zero.policy).
suppressMessages({
  library(spdep)
  library(jsonlite)
})

folder <- commandArgs(trailingOnly = TRUE)[1]
made <- read_json(file.path(folder, "golden-spatial.json"), simplifyVector = TRUE)
cells <- length(made$x)
labels <- factor(made$labels)

neighbours <- function(pairs) {
  around <- vector("list", cells)
  for (row in seq_len(nrow(pairs))) {
    i <- pairs[row, 1] + 1L
    j <- pairs[row, 2] + 1L
    around[[i]] <- c(around[[i]], j)
    around[[j]] <- c(around[[j]], i)
  }
  around <- lapply(around, function(a) if (is.null(a)) 0L else sort(as.integer(a)))
  class(around) <- "nb"
  attr(around, "region.id") <- as.character(seq_len(cells))
  attr(around, "sym") <- TRUE
  around
}

global <- function(list) {
  rows <- apply(made$values, 2, function(x) {
    result <- list()
    for (randomisation in c(FALSE, TRUE)) {
      name <- if (randomisation) "rand" else "norm"
      moran <- moran.test(x, list, randomisation = randomisation, zero.policy = TRUE, adjust.n = FALSE)
      geary <- geary.test(x, list, randomisation = randomisation, zero.policy = TRUE, adjust.n = FALSE)
      result[["I"]] <- unname(moran$estimate[1])
      result[["EI"]] <- unname(moran$estimate[2])
      result[[paste0("VI_", name)]] <- unname(moran$estimate[3])
      result[[paste0("zI_", name)]] <- unname(moran$statistic)
      result[[paste0("pI_", name)]] <- moran$p.value
      result[["C"]] <- unname(geary$estimate[1])
      result[[paste0("VC_", name)]] <- unname(geary$estimate[3])
      result[[paste0("zC_", name)]] <- unname(geary$statistic)
      result[[paste0("pC_", name)]] <- geary$p.value
    }
    result
  })
  names <- names(rows[[1]])
  setNames(lapply(names, function(name) sapply(rows, function(row) row[[name]])), names)
}

local_statistics <- function(list, nb) {
  x <- made$values[, 3]
  moran <- localmoran(x, list, zero.policy = TRUE)
  self <- include.self(nb)
  list(
    moran = unname(moran[, "Ii"]),
    g_star_binary = as.numeric(localG(x, nb2listw(self, style = "B", zero.policy = TRUE), zero.policy = TRUE))
  )
}

joins <- function(nb) {
  counts <- joincount.multi(labels, nb2listw(nb, style = "B", zero.policy = TRUE), zero.policy = TRUE, adjust.n = FALSE)
  list(
    pair = rownames(counts)[rownames(counts) != "Jtot"],
    count = unname(counts[rownames(counts) != "Jtot", "Joincount"]),
    expected = unname(counts[rownames(counts) != "Jtot", "Expected"]),
    variance = unname(counts[rownames(counts) != "Jtot", "Variance"])
  )
}

lonely <- 5L # counted from 0
graphs <- list(whole = made$pairs, isolated = made$pairs[made$pairs[, 1] != lonely & made$pairs[, 2] != lonely, ])
result <- list(
  versions = list(
    R = unbox(as.character(getRversion())),
    spdep = unbox(as.character(packageVersion("spdep"))),
    spData = unbox(as.character(packageVersion("spData")))
  ),
  lonely = unbox(lonely)
)
for (name in names(graphs)) {
  nb <- neighbours(graphs[[name]])
  binary <- nb2listw(nb, style = "B", zero.policy = TRUE)
  standardised <- nb2listw(nb, style = "W", zero.policy = TRUE)
  result[[name]] <- list(
    W = global(standardised), B = global(binary), local = local_statistics(standardised, nb), joins = joins(nb)
  )
}
write_json(result, file.path(folder, "golden-spdep.json"), digits = NA, na = "null")
cat("\n", file = file.path(folder, "golden-spdep.json"), append = TRUE)
