test_that("a job runs an R script with data and values, and the same job is reused", {
  need_server()
  folder <- tempfile("job")
  dir.create(folder)
  writeLines(c(
    "given <- commandArgs(trailingOnly = TRUE)",
    "rows <- read.csv(given[[1]])",
    "cat('rows', nrow(rows), 'rate', given[[2]], '\\n')",
    "line <- sprintf('{\"name\": \"rows\", \"step\": 0, \"value\": %d}', nrow(rows))",
    "cat(line, sep = '\\n', file = Sys.getenv('DESIGNERY_METRICS'), append = TRUE)",
    "saveRDS(lm(mpg ~ wt, rows), file.path('outputs', 'model.rds'))"
  ), file.path(folder, "train.R"))
  add_dataset(mtcars, "R job cars")
  inputs <- list(rows = use_dataset("R job cars"), rate = 0.5)
  run <- run_script("Rscript train.R {rows} {rate}", folder, inputs, name = "R job")
  expect_match(read_log(run, "job"), "rows 32 rate 0.5", all = FALSE)
  file <- tempfile()
  writeBin(read_file(run, "job", "model.rds"), file)
  expect_equal(unname(coef(readRDS(file))), unname(coef(lm(mpg ~ wt, mtcars))))
  again <- run_script("Rscript train.R {rows} {rate}", folder, inputs, name = "R job")
  expect_equal(Filter(function(step) step$node == "job", again$steps)[[1]]$state, "reused")
  delete_design("R job")
  delete_dataset("R job cars")
  delete_dataset("R job code")
})
