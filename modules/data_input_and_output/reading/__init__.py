"""How an uploaded file becomes a table, one file per form: text, JSON, workbooks, Arrow and Parquet."""
