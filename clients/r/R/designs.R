# Designs: made here or opened, checked by the server, stored as the browser draws them.

new_design_object <- function(document, id = NULL) structure(list(id = id, document = document), class = "designery_design")

#' Make a design
#'
#' `start_design` makes one that predicts a column. `new_design` has no modules yet: `add_module` adds them.
#'
#' @param name Name of the design.
#' @param dataset Name or id of a dataset.
#' @param column The column to predict.
#' @return A design, which `save_design` stores and `run_design` runs.
#' @examples
#' \dontrun{
#' start_design("Cars", "mpg") |> run_design()
#' }
#' @export
start_design <- function(dataset, column, name = NULL) {
  found <- find_dataset(dataset)
  made <- ask("GET", "datasets", found$id, "quick-start", query = list(target = column))
  if (is.null(name)) name <- paste0(found$name, ": ", column)
  new_design_object(list(format = 2, name = name, nodes = made$nodes))
}

#' @rdname start_design
#' @export
new_design <- function(name) new_design_object(list(format = 2, name = name, nodes = named_list()))

named_list <- function() set_names(list(), character())

#' Add a module to a design
#'
#' @param design A design.
#' @param module The name of a module, as `split_data`: the help of each module in the browser has it, and `list_modules`.
#' @param ... Inputs and parameters by their names. An input is the output of another module, as `"split.results_dataset1"`,
#'   or only its node where that has one output. The parameter `dataset` of the module `dataset` is a name or an id.
#' @param node The id of its node. Without it: the name of the module.
#' @return The design with it.
#' @examples
#' \dontrun{
#' new_design("Prices") |>
#'   add_module("dataset", dataset = "Cars", node = "cars") |>
#'   add_module("split_data", dataset = "cars", fraction = 0.7, seed = 7, node = "split") |>
#'   add_module("linear_regression") |>
#'   add_module("train_model", untrained_model = "linear_regression", dataset = "split.results_dataset1", label = "mpg")
#' }
#' @export
add_module <- function(design, module, ..., node = module) {
  described <- find_module(module)
  given <- list(...)
  if (node %in% names(design$document$nodes)) {
    stop(sprintf("Two nodes have the id '%s'. Give one of them another: node = ...", node), call. = FALSE)
  }
  inputs <- vapply(described$inputs, function(port) port$name, "")
  parameters <- names(described$parameters$properties)
  unknown <- setdiff(names(given), c(inputs, parameters))
  if (length(unknown) || (length(given) && is.null(names(given)))) {
    words <- sprintf("'%s' has no '%s'. It has %s.", module, paste(unknown, collapse = "', '"), paste(c(inputs, parameters), collapse = ", "))
    stop(words, call. = FALSE)
  }
  held <- named_list()
  if (module == "dataset") given$dataset <- find_dataset(given$dataset)$id
  for (name in setdiff(names(given), inputs)) held[[name]] <- given[[name]]
  connected <- named_list()
  if (module != "dataset") {
    for (name in intersect(names(given), inputs)) connected[[name]] <- resolve_outputs(design, given[[name]])
  }
  place <- length(design$document$nodes)
  design$document$nodes[[node]] <- list(
    module = module, parameters = held, inputs = connected, x = (place %% 4) * 280, y = (place %/% 4) * 160
  )
  design
}

# `node.output`, where only the node was said.
resolve_outputs <- function(design, references) {
  full <- vapply(references, function(reference) {
    if (grepl(".", reference, fixed = TRUE)) return(reference)
    placed <- design$document$nodes[[reference]]
    if (is.null(placed)) stop(sprintf("There is no node '%s' yet. Add it first.", reference), call. = FALSE)
    outputs <- vapply(find_module(placed$module)$outputs, function(port) port$name, "")
    if (length(outputs) != 1) {
      stop(sprintf("'%s' has several outputs. Say which: %s.", reference, paste0(reference, ".", outputs, collapse = ", ")), call. = FALSE)
    }
    paste0(reference, ".", outputs)
  }, "", USE.NAMES = FALSE)
  if (length(full) == 1) full else as.list(full)
}

load_catalog <- function() {
  get_server()
  if (is.null(.state$catalog)) .state$catalog <- ask("GET", "catalog")$modules
  .state$catalog
}

find_module <- function(name) {
  found <- Filter(function(one) identical(one$name, name), load_catalog())
  if (!length(found)) stop(sprintf("There is no module '%s'. list_modules() has all.", name), call. = FALSE)
  found[[1]]
}

#' List the modules of the palette
#'
#' @return A data frame with name, title, category and a sentence.
#' @export
list_modules <- function() to_frame(load_catalog(), c("name", "title", "category", "summary"))

#' List the designs
#'
#' @param text Words in the name or the description.
#' @return A data frame, the one edited last first.
#' @export
list_designs <- function(text = "") {
  to_frame(ask_pages("designs", query = list(text = text)), c("id", "name", "modules", "updated_at"))
}

#' Open, store and delete designs
#'
#' @param design A design; for `delete_design` also a name or an id.
#' @param name Name or id of a stored design.
#' @return The design; a stored one has an `id`.
#' @export
open_design <- function(name) {
  known <- find_named("design", name)
  id <- if (is.null(known)) name else known$id
  stored <- ask("GET", "designs", id)
  new_design_object(stored$document, stored$id)
}

#' @rdname open_design
#' @export
save_design <- function(design) {
  name <- design$document$name
  if (is.null(design$id)) design$id <- find_named("design", name)$id
  # By its name and then by edits, as a person draws it: a file would wait until somebody trusts the code in it.
  if (is.null(design$id)) design$id <- ask("POST", "designs", body = list(name = name))$id
  stored <- ask("GET", "designs", design$id)$document
  edits <- build_edits(stored, design$document)
  if (length(edits)) {
    key <- paste0("r", format(as.numeric(Sys.time()) * 1e6, digits = 20), sample.int(1e6, 1))
    body <- list(client = "r", id = key, label = "Saved from R", edits = edits)
    ask("POST", "designs", design$id, "edits", body = body)
  }
  design
}

# What makes the stored document this one: whole nodes, the name and the description.
build_edits <- function(stored, wanted) {
  edits <- list()
  for (node in union(names(stored$nodes), names(wanted$nodes))) {
    if (!is_same_node(stored$nodes[[node]], wanted$nodes[[node]])) {
      edit <- list(path = list("nodes", node))
      if (!is.null(wanted$nodes[[node]])) edit$value <- wanted$nodes[[node]]
      edits <- c(edits, list(edit))
    }
  }
  for (field in c("name", "description")) {
    if (!is.null(wanted[[field]]) && !identical(stored[[field]], wanted[[field]])) {
      edits <- c(edits, list(list(path = list(field), value = wanted[[field]])))
    }
  }
  edits
}

# Whether the stored node has all that is wanted of it; the server fills the rest with what is usual.
is_same_node <- function(stored, wanted) {
  if (is.null(stored) || is.null(wanted)) return(FALSE)
  as_json <- function(value) as.character(jsonlite::toJSON(value, auto_unbox = TRUE, null = "null", digits = NA))
  all(vapply(names(wanted), function(field) identical(as_json(stored[[field]]), as_json(wanted[[field]])), TRUE))
}

#' @rdname open_design
#' @export
delete_design <- function(design) {
  id <- if (inherits(design, "designery_design")) design$id else open_design(design)$id
  ask("DELETE", "designs", id)
  invisible()
}

#' Say what keeps a design from running
#'
#' @param design A design.
#' @return A data frame with `kind` (problem or advice), `node`, `field`, `message` and `fix`.
#' @export
check_design <- function(design) {
  found <- ask("POST", "designs", "check", body = list(document = design$document))
  entries <- c(
    lapply(found$problems, function(one) c(kind = "problem", one)),
    lapply(found$advice, function(one) c(kind = "advice", one))
  )
  entries <- lapply(entries, function(one) {
    one$fix <- one$fix$label
    one
  })
  to_frame(entries, c("kind", "node", "field", "message", "fix"))
}

#' Share a design by a link
#'
#' @param design A design, or the name of a stored one.
#' @param name What the link is called. Without it: the name of the design.
#' @param scope What it allows: `view`, `fork`, `edit` or `run`.
#' @param shows What it shows of results: `graph`, `metrics`, `statistics` or `rows`.
#' @param days Until it ends.
#' @return The link.
#' @export
share_design <- function(design, name = NULL, scope = "view", shows = "metrics", days = 30) {
  stored <- require_stored(design)
  if (is.null(name)) name <- stored$document$name
  body <- list(name = name, scope = scope, shows = shows, days = days, pinned = scope != "edit")
  made <- ask("POST", "designs", stored$id, "shares", body = body)
  paste0(get_server(), "/s/", made$id, "#", made$token)
}

require_stored <- function(design) {
  if (is.character(design)) return(open_design(design))
  if (is.null(design$id)) save_design(design) else design
}

#' Import a design of another tool
#'
#' @param path A file of Orange, KNIME or another tool.
#' @return The stored design; its note `import_report` says how each step was taken over.
#' @export
import_design <- function(path) {
  content <- readBin(path, "raw", file.size(path))
  open_design(ask("POST", "design-imports", query = list(file_name = basename(path)), raw = content)$id)
}

#' @export
print.designery_design <- function(x, ...) {
  nodes <- x$document$nodes
  cat(sprintf("Design '%s', %d modules%s\n", x$document$name, length(nodes), if (is.null(x$id)) "" else paste0(", ", x$id)))
  for (node in names(nodes)) {
    inputs <- vapply(nodes[[node]]$inputs, function(one) paste(unlist(one), collapse = ", "), "")
    cat(sprintf("  %s: %s%s\n", node, nodes[[node]]$module, if (length(inputs)) paste0(" <- ", paste(inputs, collapse = ", ")) else ""))
  }
  invisible(x)
}
