library(testthat)
library(designery)

test_check("designery")
