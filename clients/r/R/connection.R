# The connection to a server, and how its answers become values or errors.

.state <- new.env(parent = emptyenv())

#' Connect to a Designery server
#'
#' The connection is used by all other functions until the next call.
#'
#' @param server The address, as `https://designery.example.org`. Without it: `DESIGNERY_SERVER`.
#' @param token An API token, from *API tokens* in the browser. Without it: `DESIGNERY_TOKEN`.
#' @return The address, invisibly.
#' @examples
#' \dontrun{
#' connect("https://designery.example.org")
#' }
#' @export
connect <- function(server = Sys.getenv("DESIGNERY_SERVER"), token = Sys.getenv("DESIGNERY_TOKEN")) {
  if (!nzchar(server)) {
    stop("There is no server to connect to. Name one: connect(\"https://...\"), or set DESIGNERY_SERVER.", call. = FALSE)
  }
  .state$server <- sub("/+$", "", server)
  .state$token <- token
  .state$catalog <- NULL
  ask("GET", "designs", query = list(limit = 1))
  invisible(.state$server)
}

get_server <- function() {
  if (is.null(.state$server)) connect()
  .state$server
}

# The answer to one request: parsed JSON, or raw bytes.
ask <- function(method, ..., query = list(), body = NULL, raw = NULL, read = "json", headers = FALSE) {
  path <- vapply(list(...), function(part) utils::URLencode(as.character(part), reserved = TRUE), "")
  request <- httr2::request(paste0(get_server(), "/api/", paste(path, collapse = "/")))
  request <- httr2::req_method(request, method)
  request <- httr2::req_headers(request, "X-Requested-By" = "designery")
  if (nzchar(.state$token)) request <- httr2::req_auth_bearer_token(request, .state$token)
  query <- Filter(Negate(is.null), query)
  if (length(query)) request <- httr2::req_url_query(request, !!!query, .multi = "explode")
  if (!is.null(body)) {
    text <- jsonlite::toJSON(body, auto_unbox = TRUE, null = "null", na = "null", digits = NA)
    request <- httr2::req_body_raw(request, charToRaw(enc2utf8(as.character(text))), "application/json")
  }
  if (!is.null(raw)) request <- httr2::req_body_raw(request, raw, "application/octet-stream")
  request <- httr2::req_error(request, body = describe_refusal)
  answer <- httr2::req_perform(request)
  content <- read_answer(answer, read)
  if (headers) list(content = content, headers = httr2::resp_headers(answer)) else content
}

read_answer <- function(answer, read) {
  if (!httr2::resp_has_body(answer)) return(invisible(NULL))
  if (read == "raw") return(httr2::resp_body_raw(answer))
  if (read == "text") return(httr2::resp_body_string(answer))
  httr2::resp_body_json(answer, simplifyVector = FALSE)
}

# The sentence of the server for a request that it refused.
describe_refusal <- function(answer) {
  body <- tryCatch(httr2::resp_body_json(answer), error = function(error) list())
  problems <- vapply(as_items(body$problems), function(one) as_text(one$message), "")
  detail <- body$detail
  if (is.list(detail)) {
    detail <- vapply(detail, function(one) paste0(paste(utils::tail(unlist(one$loc), -1), collapse = "."), ": ", one$msg), "")
  }
  lines <- c(detail, problems)
  if (httr2::resp_status(answer) == 401) {
    lines <- c(lines, "Create a token under API tokens, and give it to connect() or as DESIGNERY_TOKEN.")
  }
  lines
}

as_items <- function(value) if (is.null(value)) list() else value

as_text <- function(value) if (is.null(value)) "" else as.character(value)

# All entries of a list that comes in pages.
ask_pages <- function(..., query = list(), limit = Inf) {
  found <- list()
  after <- NULL
  repeat {
    answer <- ask("GET", ..., query = c(query, list(limit = 100, after = after)), headers = TRUE)
    found <- c(found, answer$content)
    after <- answer$headers[["X-Next"]]
    if (is.null(after) || !length(answer$content) || length(found) >= limit) break
  }
  utils::head(found, limit)
}

# Entries as a data frame of these fields; what is missing is NA, and what is a list its length.
to_frame <- function(entries, fields) {
  columns <- lapply(fields, function(field) {
    values <- lapply(entries, function(entry) {
      value <- entry[[field]]
      if (is.null(value)) NA else if (is.list(value)) length(value) else value
    })
    if (length(values)) unlist(values) else character()
  })
  as.data.frame(set_names(columns, fields), stringsAsFactors = FALSE)
}

set_names <- function(values, names) {
  names(values) <- names
  values
}

# The one entry of this name in a list of the server; NULL where there is none.
find_named <- function(noun, name) {
  listed <- ask_pages(paste0(noun, "s"), query = list(text = name))
  named <- Filter(function(one) identical(one$name, name), listed)
  if (length(named)) find_one(named, noun, name)
}

# The one entry of this name or id.
find_one <- function(entries, noun, name) {
  found <- Filter(function(one) identical(one$name, name) || identical(one$id, name), entries)
  if (!length(found)) stop(sprintf("There is no %s '%s'.", noun, name), call. = FALSE)
  if (length(found) > 1) {
    ids <- paste(vapply(found, function(one) one$id, ""), collapse = ", ")
    stop(sprintf("There are %d %ss named '%s'. Give the id of one: %s.", length(found), noun, name, ids), call. = FALSE)
  }
  found[[1]]
}
