# Effect sizes of series in a JSON file, by SingleCaseES, and by base R for trends: Rscript oracle.R series.json out.json
# Both packages are asked through their functions; nothing of theirs stands here.
suppressPackageStartupMessages(library(SingleCaseES))
library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
series <- fromJSON(arguments[1], simplifyVector = TRUE, simplifyDataFrame = FALSE)

figures <- function(call) {
  found <- tryCatch(suppressMessages(suppressWarnings(call)), error = function(problem) NULL)
  if (is.null(found)) return(NULL)
  given <- list()
  for (name in c("Est", "SE", "CI_lower", "CI_upper")) {
    if (name %in% names(found)) given[[name]] <- if (is.finite(found[[name]])) found[[name]] else NA
  }
  given
}

# Kendall's test of the figures beside a ranking, as base R has it: tau-b and its p, with and without continuity.
trend <- function(figures, ranking) {
  if (length(figures) < 3 || length(unique(figures)) < 2 || length(unique(ranking)) < 2) return(NULL)
  test <- function(continuity) suppressWarnings(
    cor.test(figures, ranking, method = "kendall", exact = FALSE, continuity = continuity)
  )
  list(tau = unname(test(FALSE)$estimate), p = test(FALSE)$p.value, p_continuity = test(TRUE)$p.value)
}

# Tau of what the baseline's Theil-Sen line leaves, rounded, so that ties are ties.
tau_of_residuals <- function(A, B, up) {
  if (length(A) < 2) return(NULL)
  t <- seq_along(c(A, B)); pairs <- combn(length(A), 2)
  slope <- median((A[pairs[2, ]] - A[pairs[1, ]]) / (pairs[2, ] - pairs[1, ]))
  left <- round(c(A, B) - slope * t, 10)
  figures(Tau(A_data = head(left, length(A)), B_data = tail(left, length(B)), improvement = up))
}

one <- function(s) {
  A <- as.numeric(s$A); B <- as.numeric(s$B); up <- s$improvement; m <- length(A); n <- length(B)
  ratio <- function(f, bias) figures(f(A_data = A, B_data = B, improvement = up, scale = s$scale,
    intervals = s$intervals, observation_length = s$observation_length, bias_correct = bias))
  smd <- function(sd, bias) figures(SMD(A_data = A, B_data = B, improvement = up, std_dev = sd, bias_correct = bias))
  sign <- if (up == "increase") 1 else -1
  list(
    id = s$id,
    effects = list(
      NAP = figures(NAP(A_data = A, B_data = B, improvement = up)),
      NAP_Hanley = figures(NAP(A_data = A, B_data = B, improvement = up, SE = "Hanley")),
      NAP_null = figures(NAP(A_data = A, B_data = B, improvement = up, SE = "null")),
      Tau = figures(Tau(A_data = A, B_data = B, improvement = up)),
      Tau_U_A = figures(Tau_U(A_data = A, B_data = B, improvement = up)),
      Tau_BC = figures(Tau_BC(A_data = A, B_data = B, improvement = up, warn = FALSE)),
      Tau_BC_rounded = tau_of_residuals(A, B, up),
      PND = figures(PND(A_data = A, B_data = B, improvement = up)),
      PEM = figures(PEM(A_data = A, B_data = B, improvement = up)),
      PAND = figures(PAND(A_data = A, B_data = B, improvement = up)),
      IRD = figures(IRD(A_data = A, B_data = B, improvement = up)),
      SMD_baseline_corrected = smd("baseline", TRUE),
      SMD_baseline_uncorrected = smd("baseline", FALSE),
      SMD_pooled_corrected = smd("pool", TRUE),
      SMD_pooled_uncorrected = smd("pool", FALSE),
      LRRi = ratio(LRRi, TRUE),
      LRRi_uncorrected = ratio(LRRi, FALSE),
      LRRd = ratio(LRRd, TRUE),
      LRRd_uncorrected = ratio(LRRd, FALSE),
      LOR = if (s$scale %in% c("percentage", "proportion")) figures(LOR(A_data = A, B_data = B, improvement = up,
        scale = s$scale, intervals = s$intervals)),
      LRM = figures(LRM(A_data = A, B_data = B, improvement = up)),
      PoGO = figures(PoGO(A_data = A, B_data = B, goal = s$goal, improvement = up))
    ),
    trends = list(
      baseline = trend(sign * A, seq_len(m)),
      treatment = trend(sign * B, seq_len(n)),
      minus_baseline = trend(sign * c(A, B), c(rev(seq_len(m)), rep(m + 1, n))),
      plus_treatment = trend(sign * c(A, B), c(rep(0, m), seq_len(n))),
      full = trend(sign * c(A, B), c(rev(seq_len(m)), m + seq_len(n)))
    )
  )
}

write_json(lapply(series, one), arguments[2], auto_unbox = TRUE, digits = I(17), na = "null", null = "null")
