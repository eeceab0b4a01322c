test_that("metrics outside of a job are printed, and inside written", {
  expect_output(log_metrics(accuracy = 0.5), "accuracy=0.5")
  file <- tempfile()
  old <- Sys.getenv("DESIGNERY_METRICS")
  Sys.setenv(DESIGNERY_METRICS = file)
  on.exit(Sys.setenv(DESIGNERY_METRICS = old))
  log_metrics(loss = 0.25, step = 3)
  expect_equal(jsonlite::fromJSON(readLines(file)), list(name = "loss", step = 3L, value = 0.25))
})

test_that("without a server it says how to name one", {
  expect_error(connect(""), "Name one")
})
