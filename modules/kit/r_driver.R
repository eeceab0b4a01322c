# Runs the user's script.R: hands it the tables that lie in the folder as Arrow streams, and writes what it returns.
# call.R, where it is there, says which function is called, with which inputs and settings, and what it returns.

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[[1]]
seed <- as.integer(arguments[[2]])
SCRIPT <- "script.R"

here <- function(name) file.path(folder, name)

fail <- function(message, line = NA) {
  writeLines(enc2utf8(c(as.character(line), message)), here("error.txt"), useBytes = TRUE)
  quit(save = "no", status = 2)
}

read_frame <- function(number) {
  file <- here(paste0("dataframe", number, ".arrows"))
  if (!file.exists(file)) return(NULL)
  frame <- as.data.frame(nanoarrow::read_nanoarrow(file), check.names = FALSE)
  levels <- as.data.frame(nanoarrow::read_nanoarrow(here(paste0("levels", number, ".arrows"))))
  for (name in unique(levels$column)) {
    known <- levels[levels$column == name, ]
    frame[[name]] <- factor(frame[[name]], levels = known$level, ordered = known$ordered[[1]])
  }
  frame
}

# The line of the script that was being evaluated, innermost first; NA where the script had no part in it.
script_line <- function(calls) {
  for (call in rev(calls)) {
    reference <- attr(call, "srcref")
    if (!is.null(reference) && identical(attr(reference, "srcfile")$filename, SCRIPT)) return(reference[[1]])
  }
  NA
}

# Arrow streams know neither factors nor lists: factors travel as text, with their levels in a table of their own.
plain_column <- function(values, name, number) {
  if (is.factor(values)) return(as.character(values))
  if (inherits(values, "POSIXlt")) return(as.POSIXct(values))
  if (is.list(values) || is.complex(values) || !is.null(dim(values))) {
    fail(sprintf(
      "Column '%s' of output %d is of type %s, which a dataset cannot hold. Make it numbers, text or factors.",
      name, number, class(values)[[1]]
    ))
  }
  values
}

levels_of <- function(frame) {
  factors <- Filter(is.factor, as.list(frame))
  data.frame(
    column = rep(names(factors), vapply(factors, nlevels, 1L)),
    level = as.character(unlist(lapply(factors, levels), use.names = FALSE)),
    ordered = rep(vapply(factors, is.ordered, TRUE), vapply(factors, nlevels, 1L)),
    row.names = NULL
  )
}

write_frame <- function(frame, number, label = as.character(number)) {
  if (is.null(frame)) return(invisible())
  if (!is.data.frame(frame)) {
    fail(sprintf(
      "%s must return data frames. Output %s is of type %s: make a table of it with as.data.frame().",
      entry_name, label, class(frame)[[1]]
    ))
  }
  frame <- as.data.frame(frame)
  if (ncol(frame) == 0) return(invisible())
  columns <- Map(function(values, name) plain_column(values, name, number), as.list(frame), names(frame))
  table <- as.data.frame(columns, check.names = FALSE, stringsAsFactors = FALSE, optional = TRUE)
  names(table) <- names(frame)
  nanoarrow::write_nanoarrow(table, here(paste0("result", number, ".arrows")))
  nanoarrow::write_nanoarrow(levels_of(frame), here(paste0("result-levels", number, ".arrows")))
}

as_outputs <- function(returned) {
  if (is.data.frame(returned)) return(list(returned))
  if (!is.list(returned)) {
    fail(sprintf("%s must return a list of up to two data frames. Got %s.", entry_name, class(returned)[[1]]))
  }
  if (all(c("dataset1", "dataset2") %in% names(returned))) return(unname(returned[c("dataset1", "dataset2")]))
  if (length(returned) > 2) {
    fail(sprintf("%s must return at most two data frames. Got %d.", entry_name, length(returned)))
  }
  unname(returned)
}

# What the function gets for an input: a table, a list of tables, the path of a file, or an object from a file.
read_input <- function(input) {
  if (is.null(input$value)) return(NULL)
  switch(input$kind,
    table = read_frame(input$value),
    tables = lapply(input$value, read_frame),
    file = input$value,
    object = tryCatch(readRDS(input$value), error = function(problem) {
      fail(sprintf("The file of input '%s' holds no object that R can read: %s", input$name, conditionMessage(problem)))
    })
  )
}

# What was returned, in the order of the outputs: a list by their names or in their order, or the one value.
as_named_outputs <- function(returned, wanted) {
  names <- vapply(wanted, function(output) output$name, "")
  is_plain_list <- is.list(returned) && !is.data.frame(returned) && is.null(attr(returned, "class"))
  if (length(wanted) == 1) {
    return(if (is_plain_list && identical(names(returned), names)) unname(returned) else list(returned))
  }
  expected <- sprintf("%s must return list(%s)", entry_name, paste0(names, " = ...", collapse = ", "))
  if (!is_plain_list) fail(sprintf("%s. Got %s.", expected, class(returned)[[1]]))
  if (all(names %in% names(returned))) return(unname(returned[names]))
  if (!is.null(names(returned))) {
    fail(sprintf("%s. '%s' is not in it.", expected, setdiff(names, names(returned))[[1]]))
  }
  if (length(returned) != length(names)) fail(sprintf("%s. Got %d values.", expected, length(returned)))
  returned
}

write_output <- function(value, output, number) {
  label <- sprintf("'%s'", output$name)
  if (is.null(value)) fail(sprintf("%s returned NULL for output %s.", entry_name, label))
  if (output$kind == "table") return(write_frame(value, number, label))
  if (output$kind == "object") {
    dir.create(dirname(output$path), showWarnings = FALSE, recursive = TRUE)
    return(saveRDS(value, output$path))
  }
  if (!is.character(value) || length(value) != 1 || !utils::file_test("-f", value)) {
    fail(sprintf("%s must return the path of a file that it has written as output %s.", entry_name, label))
  }
  writeLines(enc2utf8(normalizePath(value)), here(paste0("result", number, ".txt")), useBytes = TRUE)
}

# Figures are drawn into numbered pictures, from the first plot on.
options(device = function(...) {
  dir.create("plots", showWarnings = FALSE)
  grDevices::png("plots/figure-%d.png", width = 960, height = 720, res = 120, type = "cairo")
})

text <- readLines(here(SCRIPT), encoding = "UTF-8", warn = FALSE)
line <- NA
stack <- NULL
called <- if (file.exists(here("call.R"))) eval(parse(here("call.R"), encoding = "UTF-8")) else NULL
entry_name <- if (is.null(called)) "azureml_main" else called$name

is_defined <- function(name) exists(name, globalenv(), mode = "function", inherits = FALSE)

# The function of a script with two tables: Azure's name, or transform where only that is defined.
call_script <- function() {
  if (!is_defined("azureml_main")) {
    if (!is_defined("transform")) fail("The script must define transform(dataframe1, dataframe2).")
    entry_name <<- "transform"
  }
  entry <- get(entry_name, globalenv())
  given <- list(read_frame(1), read_frame(2))
  taken <- names(formals(entry))
  if (!"..." %in% taken) given <- given[seq_len(min(2, length(taken)))]
  do.call(entry, given, quote = TRUE)
}

call_module <- function() {
  if (!is_defined(entry_name)) fail(sprintf("The code must define %s.", entry_name))
  given <- lapply(called$inputs, read_input)
  names(given) <- vapply(called$inputs, function(input) input$name, "")
  do.call(get(entry_name, globalenv()), c(given, called$settings), quote = TRUE)
}

run <- function() {
  expressions <- parse(text = text, srcfile = srcfilecopy(SCRIPT, text), keep.source = TRUE)
  places <- attr(expressions, "srcref")
  if (!is.na(seed)) set.seed(seed)
  for (place in seq_along(expressions)) {
    line <<- places[[place]][[1]]
    value <- withVisible(eval(expressions[[place]], globalenv()))
    if (value$visible) print(value$value)
  }
  line <<- NA
  if (is.null(called)) call_script() else call_module()
}

returned <- tryCatch(
  withCallingHandlers(run(), error = function(problem) {
    stack <<- script_line(sys.calls())
    call <- conditionCall(problem)
    where <- if (is.null(call)) "" else paste0(" in ", paste(deparse(call, nlines = 1), collapse = ""))
    cat(sprintf("Error%s: %s\n", where, conditionMessage(problem)), file = stderr())
  }),
  error = function(problem) {
    message <- conditionMessage(problem)
    found <- regmatches(message, regexec("^script\\.R:([0-9]+):[0-9]+: ([^\n]*)", message))[[1]]
    if (length(found) == 3) fail(found[[3]], as.integer(found[[2]]))
    fail(message, if (is.null(stack) || is.na(stack)) line else stack)
  }
)

grDevices::graphics.off()
if (is.null(called)) {
  outputs <- as_outputs(returned)
  for (number in seq_along(outputs)) write_frame(outputs[[number]], number)
} else {
  outputs <- as_named_outputs(returned, called$outputs)
  for (number in seq_along(outputs)) write_output(outputs[[number]], called$outputs[[number]], number)
}
invisible(file.create(here("done")))
