# Runs: started, waited for, and what came out of them.

new_run_object <- function(fields) structure(fields, class = "designery_run")

#' Run a design
#'
#' It is stored first. A step whose code, values and data are those of an earlier run is reused.
#'
#' @param design A design, or the name of a stored one.
#' @param to Nodes to run. Without any: all.
#' @param wait Wait for the end, and stop with the error of the step where the run fails.
#' @return A run.
#' @examples
#' \dontrun{
#' run <- run_design(start_design("Cars", "mpg"))
#' read_metrics(run)
#' }
#' @export
run_design <- function(design, to = character(), wait = TRUE) {
  design <- if (is.character(design)) open_design(design) else save_design(design)
  started <- ask("POST", "designs", design$id, "runs", body = list(targets = as.list(to)))
  run <- new_run_object(started)
  if (wait) wait_for_run(run) else run
}

#' Look at a run
#'
#' `open_run` reads a run by its id, `wait_for_run` waits for its end, `cancel_run` stops it.
#'
#' @param id Id of a run.
#' @param run A run.
#' @param check Stop with the error of the step where it did not succeed.
#' @return A run: `state`, `number` and `steps` are among its fields.
#' @export
open_run <- function(id) new_run_object(ask("GET", "runs", id))

#' @rdname open_run
#' @export
wait_for_run <- function(run, check = TRUE) {
  pause <- 0.05
  while (run$state %in% c("queued", "running", "cancelling")) {
    Sys.sleep(pause)
    pause <- min(pause * 1.5, 1)
    run <- open_run(run$id)
  }
  if (check && run$state != "succeeded") stop(describe_failure(run), call. = FALSE)
  run
}

#' @rdname open_run
#' @export
cancel_run <- function(run) new_run_object(ask("POST", "runs", run$id, "cancel"))

describe_failure <- function(run) {
  lines <- sprintf("Run %s %s.", run$number, run$state)
  for (step in run$steps) {
    if (is.null(step$error)) next
    number <- if (isTRUE(step$error$number > 0)) sprintf("Error %04d, %s: ", step$error$number, step$error$title) else ""
    lines <- c(lines, sprintf("%s (%s): %s%s", step$title, step$node, number, step$error$message))
  }
  paste(lines, collapse = "\n")
}

#' List the newest runs of all designs
#'
#' @param limit How many.
#' @return A data frame.
#' @export
list_runs <- function(limit = 20) {
  to_frame(ask_pages("runs", limit = limit), c("id", "design_name", "number", "state", "created_at", "seconds"))
}

#' Read what a run gave
#'
#' `read_metrics` has the metrics of its evaluations, `read_output` the table of a port, `read_log` what a step printed,
#' and `read_file` a file that a script job left in its folder `outputs`.
#'
#' @param run A run.
#' @param reference `node.output`; the node alone where it has one output.
#' @param node A node.
#' @param path The path of the file below `outputs`.
#' @return A data frame, a text, or for `read_file` raw bytes.
#' @export
read_metrics <- function(run) {
  listed <- ask_pages("designs", run$design_id, "runs")
  summary <- Filter(function(one) identical(one$id, run$id), listed)
  if (!length(summary)) stop(sprintf("Run %s does not exist any more.", run$number), call. = FALSE)
  rows <- list()
  for (node in names(summary[[1]]$evaluations)) {
    for (model in summary[[1]]$evaluations[[node]]) {
      rows <- c(rows, lapply(names(model$metrics), function(metric) {
        list(node = node, model = model$model, metric = metric, value = as.numeric(model$metrics[[metric]]))
      }))
    }
  }
  to_frame(rows, c("node", "model", "metric", "value"))
}

#' @rdname read_metrics
#' @export
read_output <- function(run, reference) {
  output <- find_output(run, reference)
  if (output$type != "dataset") stop(sprintf("%s is no table but of the type %s.", reference, output$type), call. = FALSE)
  read_artifact(output$artifact)
}

find_output <- function(run, reference) {
  parts <- strsplit(reference, ".", fixed = TRUE)[[1]]
  step <- find_step(run, parts[[1]])
  outputs <- step$outputs
  port <- if (length(parts) > 1) parts[[2]] else if (length(outputs) == 1) names(outputs)
  if (is.null(port) || is.null(outputs[[port]])) {
    given <- if (length(outputs)) paste(names(outputs), collapse = ", ") else "nothing"
    stop(sprintf("'%s' gave no '%s'. It %s. It gave: %s.", step$node, reference, step$state, given), call. = FALSE)
  }
  outputs[[port]]
}

find_step <- function(run, node) {
  found <- Filter(function(step) identical(step$node, node), run$steps)
  if (!length(found)) {
    nodes <- paste(vapply(run$steps, function(step) step$node, ""), collapse = ", ")
    stop(sprintf("Run %s has no node '%s'. It has %s.", run$number, node, nodes), call. = FALSE)
  }
  found[[1]]
}

#' @rdname read_metrics
#' @export
read_log <- function(run, node) {
  lines <- ask("GET", "runs", run$id, "steps", node, "log")
  vapply(lines, function(line) line$text, "")
}

#' @rdname read_metrics
#' @export
read_file <- function(run, node, path) {
  parts <- c(list("GET", "runs", run$id, "steps", node, "files"), as.list(strsplit(path, "/", fixed = TRUE)[[1]]))
  do.call(ask, c(parts, list(read = "raw")))
}

#' @export
print.designery_run <- function(x, ...) {
  cat(sprintf("Run %s: %s\n", x$number, x$state))
  for (step in x$steps) cat(sprintf("  %s: %s, %s\n", step$node, step$title, step$state))
  invisible(x)
}
