# Jobs: a script of a folder, run as a step.

#' Run an R script as a job
#'
#' The files of the folder are sent as they are, without hidden ones. The job runs in a sandbox of the server, without a
#' network; the same job again is reused. What it writes to the folder `outputs` is kept.
#'
#' @param command What to run in the folder. A name of `inputs` in braces is replaced: a dataset by the path of a CSV file.
#' @param code The folder with the script.
#' @param inputs Numbers and texts by their names, and datasets by `use_dataset`.
#' @param name The name of its design. Without it: that of the folder.
#' @param wait Wait for the end.
#' @param dataset Name or id of a dataset.
#' @return A run, whose step is `job`.
#' @examples
#' \dontrun{
#' run <- run_script("Rscript train.R {cars} {rate}", "src", list(cars = use_dataset("Cars"), rate = 0.1))
#' read_log(run, "job")
#' }
#' @export
run_script <- function(command, code = ".", inputs = list(), name = NULL, wait = TRUE) {
  if (is.null(name)) name <- paste(basename(normalizePath(code)), "job")
  stored <- upload_dataset(pack_folder(code), "code.zip", paste(name, "code"))
  nodes <- list(code = build_source("file", stored$id, 0))
  connected <- list(code = "code.file")
  values <- character()
  for (key in names(inputs)) {
    value <- inputs[[key]]
    if (!inherits(value, "designery_dataset")) {
      values <- c(values, paste(key, "=", if (is.logical(value)) tolower(value) else value))
      next
    }
    port <- paste0("data", if (length(nodes) > 1) length(nodes) else "")
    if (length(nodes) > 3) stop("A job takes at most 3 datasets.", call. = FALSE)
    nodes[[port]] <- build_source("dataset", value$id, length(nodes))
    connected[[port]] <- paste0(port, ".dataset")
    command <- gsub(paste0("{", key, "}"), paste0("{", port, "}"), command, fixed = TRUE)
  }
  parameters <- list(command = command, values_by_name = paste(values, collapse = "\n"), data_format = "CSV")
  nodes$job <- list(module = "run_command", title = name, parameters = parameters, inputs = connected, x = 0, y = 200)
  run_design(new_design_object(list(format = 2, name = name, nodes = nodes)), wait = wait)
}

build_source <- function(module, dataset, place) {
  list(module = module, parameters = list(dataset = dataset), inputs = named_list(), x = place * 280, y = 0)
}

#' @rdname run_script
#' @export
use_dataset <- function(dataset) structure(list(id = find_dataset(dataset)$id), class = "designery_dataset")

pack_folder <- function(folder) {
  if (!dir.exists(folder)) stop(sprintf("The folder %s does not exist.", folder), call. = FALSE)
  files <- sort(list.files(folder, recursive = TRUE), method = "radix")
  copies <- tempfile("job")
  target <- tempfile(fileext = ".zip")
  on.exit(unlink(c(copies, target), recursive = TRUE))
  for (file in files) {
    copy <- file.path(copies, file)
    dir.create(dirname(copy), recursive = TRUE, showWarnings = FALSE)
    file.copy(file.path(folder, file), copy)
    # Equal folders are equal bytes, so that their job is reused.
    Sys.setFileTime(copy, as.POSIXct("2000-01-01", tz = "UTC"))
  }
  zip::zip(target, files, root = copies, include_directories = FALSE)
  readBin(target, "raw", file.size(target))
}

#' Note metrics in a job
#'
#' In a job they show as charts while it runs; elsewhere they are printed.
#'
#' @param ... Numbers by their names.
#' @param step The step of the training.
#' @examples
#' log_metrics(accuracy = 0.9)
#' @export
log_metrics <- function(..., step = 0L) {
  metrics <- list(...)
  path <- Sys.getenv("DESIGNERY_METRICS")
  if (!nzchar(path)) {
    cat(paste0(names(metrics), "=", unlist(metrics)), "\n")
    return(invisible())
  }
  lines <- vapply(names(metrics), function(name) {
    as.character(jsonlite::toJSON(list(name = name, step = step, value = metrics[[name]]), auto_unbox = TRUE, digits = NA))
  }, "")
  cat(lines, sep = "\n", file = path, append = TRUE)
  invisible()
}
