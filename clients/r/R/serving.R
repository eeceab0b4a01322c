# Registered models, and endpoints that answer predictions.

#' Keep a trained model under a name
#'
#' @param run A run.
#' @param name Name in the registry; a name that is there gets a new version.
#' @param node The node that trained it. Without it: the only one.
#' @param aliases Aliases that point to it, as `champion`.
#' @return A list with `name` and `version` among its fields.
#' @export
register_model <- function(run, name, node = NULL, aliases = character()) {
  if (is.null(node)) {
    trained <- Filter(function(step) {
      any(vapply(step$outputs, function(one) identical(one$type, "trained_model"), TRUE))
    }, run$steps)
    node <- vapply(trained, function(step) step$node, "")
    if (length(node) != 1) {
      words <- if (length(node)) sprintf("These did: %s. Name one by node.", paste(node, collapse = ", ")) else "No step trained one."
      stop(sprintf("Run %s gave %d models. %s", run$number, length(node), words), call. = FALSE)
    }
  }
  body <- list(name = name, run = run$id, node = node, note = "", tags = list(), aliases = as.list(aliases))
  ask("POST", "models", body = body)
}

#' List the registered models
#'
#' @return A data frame.
#' @export
list_models <- function() to_frame(ask("GET", "models"), c("id", "name", "kind", "metric", "label"))

#' Answer predictions by a registered model
#'
#' The first request waits until the deployment has passed its test rows.
#'
#' @param model The name of a registered model.
#' @param endpoint The name of an endpoint; one that is there gets a further version.
#' @param version The version of the model. Without it: the newest.
#' @param share The percentage of the requests for it.
#' @return The endpoint.
#' @export
deploy_model <- function(model, endpoint, version = NULL, share = 100) {
  found <- find_one(ask("GET", "models"), "model", model)
  if (is.null(version)) version <- found$versions[[1]]$version
  body <- list(model = found$name, version = as.character(version), share = share, shadow = FALSE, note = "")
  known <- Filter(function(one) identical(one$name, endpoint), ask("GET", "endpoints"))
  made <- if (length(known)) {
    ask("POST", "endpoints", known[[1]]$id, "deployments", body = body)
  } else {
    ask("POST", "endpoints", body = list(name = endpoint, deploy = body))
  }
  wait_for_endpoint(made$id)
}

wait_for_endpoint <- function(id) {
  pause <- 0.1
  repeat {
    endpoint <- ask("GET", "endpoints", id)
    states <- vapply(endpoint$deployments, function(one) one$state, "")
    if (!any(states == "testing")) break
    Sys.sleep(pause)
    pause <- min(pause * 1.5, 2)
  }
  newest <- endpoint$deployments[[1]]
  if (newest$state == "failed") {
    stop(sprintf("Version %s of '%s' failed: %s", newest$number, endpoint$name, newest$reason), call. = FALSE)
  }
  endpoint
}

#' List the endpoints
#'
#' @return A data frame.
#' @export
list_endpoints <- function() to_frame(ask("GET", "endpoints"), c("id", "name", "requests", "failed"))

#' Ask an endpoint for predictions
#'
#' @param endpoint Its name or id.
#' @param rows A data frame.
#' @return The rows with what was predicted, as a data frame.
#' @examples
#' \dontrun{
#' predict_rows("cars", data.frame(wt = 2.5, hp = 110))
#' }
#' @export
predict_rows <- function(endpoint, rows) {
  found <- find_one(ask("GET", "endpoints"), "endpoint", endpoint)
  columns <- lapply(as.data.frame(rows), function(column) if (is.factor(column)) as.character(column) else column)
  body <- list(rows = lapply(seq_len(nrow(rows)), function(at) lapply(columns, function(column) column[[at]])))
  answer <- ask("POST", "endpoints", found$id, "predict", body = body)
  to_frame(answer$rows, unique(unlist(lapply(answer$rows, names))))
}
