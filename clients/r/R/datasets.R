# Tables of the server as data frames, and back.

#' Store a table or a file as a dataset
#'
#' Under a name that is there it becomes the next version.
#'
#' @param source A data frame, or the path of a file.
#' @param name Its name. Without it: that of the file.
#' @return A list with `id`, `name`, `version`, `rows` and `columns`.
#' @examples
#' \dontrun{
#' add_dataset(mtcars, "Cars")
#' }
#' @export
add_dataset <- function(source, name = NULL) {
  if (is.data.frame(source)) {
    if (is.null(name)) stop("A data frame has no name of its own. Give one: add_dataset(mtcars, \"Cars\").", call. = FALSE)
    content <- to_arrow_stream(source)
    file <- paste0(name, ".arrow")
  } else {
    if (!file.exists(source)) stop(sprintf("There is no file '%s'.", source), call. = FALSE)
    content <- readBin(source, "raw", file.size(source))
    file <- basename(source)
    if (is.null(name)) name <- remove_suffix(file)
  }
  upload_dataset(content, file, name)
}

remove_suffix <- function(file) sub("\\.[^.]*$", "", file)

upload_dataset <- function(content, file, name) {
  known <- find_named("dataset", name)
  target <- if (is.null(known)) list(name = name) else list(dataset = known$id)
  made <- ask("POST", "datasets", query = c(list(file_name = file), target), raw = content)
  made[c("id", "name", "version", "rows", "columns")]
}

to_arrow_stream <- function(frame) {
  frame <- as.data.frame(frame)
  factors <- vapply(frame, is.factor, TRUE)
  frame[factors] <- lapply(frame[factors], as.character)
  file <- tempfile(fileext = ".arrow")
  on.exit(unlink(file))
  nanoarrow::write_nanoarrow(frame, file)
  readBin(file, "raw", file.size(file))
}

from_arrow_stream <- function(content) {
  if (!length(content)) return(data.frame())
  as.data.frame(nanoarrow::read_nanoarrow(content))
}

#' List the datasets
#'
#' @param text Words in the name.
#' @return A data frame.
#' @export
list_datasets <- function(text = "") {
  to_frame(ask_pages("datasets", query = list(text = text)), c("id", "name", "version", "rows", "columns"))
}

#' Read a dataset
#'
#' @param name Its name or id.
#' @param version The number of a version. Without it: the newest.
#' @return A data frame.
#' @examples
#' \dontrun{
#' cars <- read_dataset("Cars")
#' }
#' @export
read_dataset <- function(name, version = NULL) {
  dataset <- find_dataset(name)
  artifact <- dataset$artifact
  if (!is.null(version)) {
    found <- Filter(function(one) one$version == version, dataset$versions)
    if (!length(found)) stop(sprintf("'%s' has no version %s. It has %s.", name, version, dataset$version), call. = FALSE)
    artifact <- found[[1]]$artifact
  }
  read_artifact(artifact)
}

find_dataset <- function(name) {
  known <- find_named("dataset", name)
  if (is.null(known)) ask("GET", "datasets", name) else known
}

read_artifact <- function(artifact) {
  from_arrow_stream(ask("GET", "artifacts", artifact, "download", query = list(format = "arrow"), read = "raw"))
}

#' Delete a dataset
#'
#' It can be restored in the browser.
#'
#' @param name Its name or id.
#' @export
delete_dataset <- function(name) {
  ask("DELETE", "datasets", find_dataset(name)$id)
  invisible()
}
