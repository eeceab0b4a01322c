# A server of the tests' own: DESIGNERY_SERVER and DESIGNERY_TOKEN say which.
need_server <- function() skip_if(!nzchar(Sys.getenv("DESIGNERY_SERVER")), "there is no DESIGNERY_SERVER")
