"""The errors of what a step works with: files, connections, scripts and commands, and the limits of the server."""

from modules.kit.error_kind import ErrorKind

OPERATION_ERRORS: dict[int, ErrorKind] = {
    15: ErrorKind(
        "No connection to the database",
        "The database did not respond, or it rejected the user, the password or the database name.",
        "Test the connection on the Connections page: host, port, database, user and password, and TLS.",
    ),
    29: ErrorKind(
        "Address not usable",
        "The address is not a web address, or the server may not connect to it.",
        "Enter a complete address with https://. An administrator can allow hosts in your own network with "
        "DESIGNERY_ALLOWED_HOSTS.",
    ),
    30: ErrorKind(
        "Download failed",
        "The data could not be fetched from its source.",
        "Try the address in a browser, then run again.",
    ),
    39: ErrorKind(
        "Operation failed",
        "The library that does the work reported an error. The message quotes it.",
        "Check the parameters in the message.",
    ),
    49: ErrorKind(
        "File cannot be read",
        "A file or a text does not have a supported format, or is damaged.",
        "Check the line in the message, choose the format yourself, or save the file again.",
    ),
    57: ErrorKind(
        "Target exists",
        "A table or file with this name already exists, and replacing it is not allowed.",
        "Choose another name, or choose what to do if it exists.",
    ),
    61: ErrorKind(
        "Rows of different length",
        "A row of the file has more or fewer values than the others.",
        "Check the line in the message. Often a text without quotes contains a separator.",
    ),
    64: ErrorKind(
        "Storage refuses the keys",
        "The keys of the connection are wrong, or lack permission for this.",
        "Check the connection: access key, secret key, and their permissions on this bucket.",
    ),
    65: ErrorKind(
        "No such object",
        "The bucket has no object at this path.",
        "Check the path. Upper and lower case matter, and it does not begin with a slash.",
    ),
    66: ErrorKind(
        "Delivery failed",
        "The data could not be written to its destination.",
        "The message contains the answer of the database or the storage.",
    ),
    69: ErrorKind(
        "Query failed",
        "The SQL could not be run. The message contains the engine's error and the line.",
        "Check the line. The inputs are the tables t1, t2 and t3. Put names with spaces in double quotes.",
    ),
    70: ErrorKind(
        "Formula cannot be read",
        "A formula has a mistake: a sign too many, an unknown column or function, or a value of another type.",
        "The message says at which character. Correct the formula there.",
    ),
    72: ErrorKind(
        "Took too long",
        "A database, a storage or a web address did not respond in time.",
        "Run it again, request fewer rows, or raise DESIGNERY_FETCH_SECONDS.",
    ),
    78: ErrorKind(
        "Redirect refused",
        "The address redirects to another one that is not followed.",
        "Enter the address that it redirects to.",
    ),
    79: ErrorKind(
        "Path not usable",
        "The name of the table or the path of the file can't be used.",
        "Enter a name like the one in the message.",
    ),
    82: ErrorKind(
        "Model file unusable",
        "The weights file can't be read, or belongs to another model.",
        "Choose the file of this exact model, as torch.save(model.state_dict(), file) writes it.",
    ),
    85: ErrorKind(
        "Script failed",
        "Your script stopped with an error. The message contains the error and the line.",
        "Open the script at the line. The log of the step has its output and the traceback.",
    ),
    102: ErrorKind(
        "Archive cannot be read",
        "The zip file is damaged, encrypted or too large, or has paths that lead outside its folder.",
        "Create it again, without a password.",
    ),
    105: ErrorKind(
        "Type not supported",
        "A parameter of a custom module has a type that is not supported.",
        "Use one of the types in the message.",
    ),
    107: ErrorKind(
        "Output type not supported",
        "The function of a custom module returns a type that is not supported.",
        "Return a DataFrame, a tuple of them, or a NamedTuple of them.",
    ),
    127: ErrorKind(
        "Image too large",
        "An image has more pixels than the limit.",
        "Make the images smaller before you create the zip.",
    ),
    138: ErrorKind(
        "Out of memory",
        "The step needed more memory than it may use.",
        "Use fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
    ),
    155: ErrorKind(
        "Column name is not text",
        "A script returned a table with a column name that is not text, such as a number.",
        "Convert the names to text: dataframe.columns = dataframe.columns.astype(str).",
    ),
    156: ErrorKind(
        "Database cannot be read",
        "The database rejected the query, or the result is too large.",
        "The message quotes the database. Try the query there, or lower the row limit.",
    ),
    157: ErrorKind(
        "Connection unusable",
        "No connection is selected, or the selected one can't be used here.",
        "Choose a connection, or fix it on the Connections page.",
    ),
    159: ErrorKind(
        "Secret missing",
        "A script uses a secret that its step did not get.",
        "Add the secret on the Connections and secrets page, or remove its name from the module.",
    ),
    161: ErrorKind(
        "Command failed",
        "The command of Run Command ended with an error, or took longer than its minutes.",
        "Open the log of the step for what it printed. What it wrote to outputs is kept.",
    ),
    162: ErrorKind(
        "Environment unavailable",
        "The environment that a module names does not exist, could not be built, or lacks a package that tables need.",
        "Open the Environments page: the environment's log says why it failed. Choose another one, or add the package.",
    ),
    170: ErrorKind(
        "Output damaged",
        "The output of the step is not a complete table, image directory or evaluation. It may have been written "
        "without the functions for such files, or a library wrote it wrongly.",
        "Return a data frame that the script created itself. The message says which column is damaged.",
    ),
    171: ErrorKind(
        "Disk full",
        "The server's disk had no space for the output of the step or the run.",
        "Free some space: delete runs and datasets under Storage, or other files. Then run again.",
    ),
    1000: ErrorKind(
        "Unexpected error",
        "An unexpected error occurred. The message quotes the library.",
        "Open the log of the step for the traceback. If the data looks right, report the error.",
    ),
    1001: ErrorKind(
        "Over its budget",
        "The step exceeded one of its limits: time, processes, bytes on disk or files.",
        "The message has the limit and its setting. Use less data in the step, or raise the setting.",
    ),
    1002: ErrorKind(
        "No sandbox",
        "No sandbox could be started for the run, usually because the machine was too busy.",
        "The design is fine. Select Try again. If this happens often, lower DESIGNERY_SLOTS.",
    ),
    1003: ErrorKind(
        "Server ended",
        "The server stopped twice during this step, so the step is not restarted automatically.",
        "Find out why the server stopped, and check memory first. Then select Try again.",
    ),
    1004: ErrorKind(
        "Target unavailable",
        "The compute target of the step can't be reached, has no worker like this server, or lost a value on the way.",
        "Open Targets and test it. Or run on this machine.",
    ),
}
