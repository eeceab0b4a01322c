test_that("a data frame comes back as it was, and gets versions", {
  need_server()
  frame <- data.frame(
    number = c(1.5, NA, 3), whole = 1:3, text = c("a", NA, "\u00fc"), yes = c(TRUE, FALSE, NA),
    day = as.Date(c("2024-01-01", NA, "2024-12-31"))
  )
  name <- "R types"
  expect_equal(add_dataset(frame, name)$version, 1)
  back <- read_dataset(name)
  expect_equal(as.numeric(back$number), frame$number)
  expect_equal(as.integer(back$whole), frame$whole)
  expect_equal(back$text, frame$text)
  expect_equal(back$yes, frame$yes)
  expect_equal(as.Date(back$day), frame$day)
  expect_equal(add_dataset(frame[1, ], name)$version, 2)
  expect_equal(nrow(read_dataset(name)), 1)
  expect_equal(nrow(read_dataset(name, version = 1)), 3)
  expect_true(name %in% list_datasets()$name)
  delete_dataset(name)
})

test_that("what is wrong is said in the words of the server", {
  need_server()
  expect_error(read_dataset("no such table"), "does not exist")
  expect_error(add_dataset(mtcars), "no name of its own")
  expect_error(read_dataset(add_dataset(mtcars, "R cars")$name, version = 9), "has no version 9")
  delete_dataset("R cars")
})
