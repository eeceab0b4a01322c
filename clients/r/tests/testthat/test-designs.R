test_that("a design is built, checked, run and read", {
  need_server()
  cars <- cbind(mtcars, id = seq_len(nrow(mtcars)))
  add_dataset(cars, "R cars")
  design <- new_design("R prices") |>
    add_module("dataset", dataset = "R cars", node = "cars") |>
    add_module("split_data", dataset = "cars", fraction = 0.75, seed = 7, node = "split") |>
    add_module("linear_regression", node = "learner") |>
    add_module("train_model", untrained_model = "learner", dataset = "split.results_dataset1", label = "mpg", node = "train") |>
    add_module("score_model", trained_model = "train", dataset = "split.results_dataset2", node = "score") |>
    add_module("evaluate_model", scored_dataset = "score", node = "evaluate")
  expect_error(add_module(design, "split_data", dataset = "cars"), NA)
  expect_error(add_module(design, "split_data", fractoin = 0.5, node = "again"), "has no 'fractoin'")
  expect_error(add_module(design, "sort", dataset = "split"), "several outputs. Say which: split.results_dataset1")
  wrong <- design
  wrong$document$nodes$train$parameters$label <- "mpgg"
  found <- check_design(wrong)
  expect_match(found$message[found$node == "train"], "mpgg", all = FALSE)
  expect_equal(sum(check_design(design)$kind == "problem"), 0)

  run <- run_design(design)
  expect_equal(run$state, "succeeded")
  scored <- read_output(run, "score")
  expect_equal(nrow(scored), 8)
  metrics <- read_metrics(run)
  error <- metrics$value[metrics$metric == "Mean_Absolute_Error"]
  expect_equal(error, mean(abs(scored$mpg - scored[["Scored Labels"]])), tolerance = 1e-6)
  again <- run_design("R prices")
  states <- vapply(again$steps, function(step) step$state, "")
  expect_equal(unique(states[vapply(again$steps, function(step) step$node != "cars", TRUE)]), "reused")

  design <- open_design("R prices")
  design$document$nodes$evaluate <- NULL
  expect_equal(length(open_design(save_design(design)$id)$document$nodes), 5)
  delete_design("R prices")
  delete_dataset("R cars")
})

test_that("a run that fails stops with the sentence and the number of the error", {
  need_server()
  add_dataset(data.frame(a = c("x", "y"), b = 1:2), "R few")
  design <- new_design("R fails") |>
    add_module("dataset", dataset = "R few", node = "rows") |>
    add_module("execute_r_script", dataset1 = "rows", r_script = "azureml_main <- function(a, b) stop('too few')")
  expect_error(run_design(design), "too few")
  delete_design("R fails")
  delete_dataset("R few")
})
