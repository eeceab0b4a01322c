"""What each error number stands for: its title, what it means, and what to do. docs/errors.md is written from it.

The numbers are those of Azure Machine Learning's designer, so that its users find what they know. Left out are numbers
for what cannot happen here: one account of storage, Hive, and ports that take the wrong kind of value.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ErrorKind:
    """An entry of the list of errors, for people."""

    title: str
    meaning: str
    advice: str


ERROR_KINDS: dict[int, ErrorKind] = {
    1: ErrorKind(
        "Column not found",
        "A column that a parameter or a trained model names is not in the data at this port.",
        "Choose the column anew; the message suggests the nearest name. If it was lost on the way, look at the last "
        "module that still has it: Select Columns in Dataset and Edit Metadata drop and rename columns.",
    ),
    2: ErrorKind(
        "Value cannot be read",
        "A parameter, or a cell that it is compared with, is not written in the form that is wanted.",
        "Write it as in the message's example.",
    ),
    3: ErrorKind(
        "Input is empty",
        "A port or a parameter that must hold something holds nothing.",
        "Connect data with rows and columns, or fill in the parameter. An empty table often comes from a filter that "
        "keeps nothing.",
    ),
    5: ErrorKind(
        "Value too small",
        "A parameter is below the least that it can be.",
        "Raise it to the bound in the message, or lower what the bound comes from.",
    ),
    6: ErrorKind(
        "Values in the wrong order",
        "The lower of two parameters is above the upper one.",
        "Exchange the two, or move one of them.",
    ),
    7: ErrorKind(
        "Value too large",
        "A parameter, or a size that follows from it, is above what these data or this method allow.",
        "Lower it to the bound in the message, or give more rows.",
    ),
    8: ErrorKind(
        "Value out of range",
        "A value lies outside the range in which the method means anything.",
        "Choose a value within the range in the message.",
    ),
    10: ErrorKind(
        "Column names differ",
        "Two datasets should have columns of the same names, and one has a name that the other lacks.",
        "Rename the column with Edit Metadata, or choose the same columns of both with Select Columns in Dataset.",
    ),
    11: ErrorKind(
        "No column selected",
        "The choice of columns matches none of the data at this port.",
        "Open the choice and take at least one column. A rule by type matches nothing once types have changed.",
    ),
    13: ErrorKind(
        "Wrong kind of learner",
        "The connected learner or model is for another task than this module.",
        "Connect a learner of the task in the message, or use the module for the task of this one.",
    ),
    14: ErrorKind(
        "Too many distinct values",
        "A column used as categories has so many values that hardly two rows share one.",
        "Leave the column out, group its values, or turn it into numbers.",
    ),
    15: ErrorKind(
        "No connection to the database",
        "The database did not answer, or refused the user, the password or the name of the database.",
        "Test the connection on the Connections page: host, port, database, user and password, and TLS.",
    ),
    16: ErrorKind(
        "Column types differ",
        "A column holds another kind of values than its counterpart in other data, such as the training data.",
        "Give both the same type with Edit Metadata.",
    ),
    17: ErrorKind(
        "Column type not supported",
        "The module cannot work with the values of this column.",
        "Choose another column, or change its type with Edit Metadata.",
    ),
    18: ErrorKind(
        "Dataset unusable",
        "The data have the right form, but not what the module needs in them.",
        "The message says what is missing; gaps are filled by Clean Missing Data.",
    ),
    19: ErrorKind(
        "Values not ascending",
        "A list of values must rise from one to the next, each written once.",
        "Sort the list, and remove what stands twice.",
    ),
    20: ErrorKind(
        "Too few columns",
        "The data have fewer columns than the module needs.",
        "Connect data with the columns in the message.",
    ),
    21: ErrorKind(
        "Too few rows",
        "The data have fewer rows, or fewer values in a column, than the method needs.",
        "Give more rows, or lower the parameter in the message. Look whether a filter removed too many.",
    ),
    22: ErrorKind(
        "Wrong number of columns",
        "More or fewer columns are chosen than the module can use.",
        "Choose as many columns as the message says.",
    ),
    23: ErrorKind(
        "Label column unusable",
        "The learner cannot learn this label: it is of the wrong type, or has too few or too many classes.",
        "Choose another label, or a learner for it: regression for numbers, multiclass for more than two classes.",
    ),
    24: ErrorKind(
        "No label column",
        "No column is chosen or marked as the label.",
        "Choose the label in the module, or mark it with Edit Metadata.",
    ),
    25: ErrorKind(
        "No score column",
        "The data have not been scored, or not by a model that this module can measure.",
        "Connect the output of the scoring module.",
    ),
    26: ErrorKind(
        "Column chosen twice",
        "Two parameters that need a column each have the same one.",
        "Choose another column for one of them.",
    ),
    27: ErrorKind(
        "Numbers do not match",
        "Two lists that belong together are not of the same length, such as new names and columns.",
        "Make both the same length.",
    ),
    28: ErrorKind(
        "Column names repeat",
        "Two columns would have the same name.",
        "Rename one of them with Edit Metadata, or in the file.",
    ),
    29: ErrorKind(
        "Address not usable",
        "The address is no address of the web, or one that the server does not visit.",
        "Write a whole address with https://. An administrator can allow hosts of the own network by "
        "DESIGNERY_ALLOWED_HOSTS.",
    ),
    30: ErrorKind(
        "Download failed",
        "The data could not be fetched from where they are.",
        "Try the address in a browser, then run again.",
    ),
    33: ErrorKind(
        "Infinite value",
        "A column holds infinite values, with which nothing can be computed.",
        "Replace or remove them, for example with Clip Values or Apply Math Operation.",
    ),
    34: ErrorKind(
        "Rating repeats",
        "A user has rated the same item more than once.",
        "Keep one rating of each pair, for example with Remove Duplicate Rows on the two columns.",
    ),
    36: ErrorKind(
        "Features repeat",
        "A user or an item has more than one row of features.",
        "Keep one row of each with Remove Duplicate Rows.",
    ),
    39: ErrorKind(
        "Operation failed",
        "A library that does the work refused; the message has its words.",
        "Look at the parameters that the message names.",
    ),
    42: ErrorKind(
        "Column cannot be converted",
        "A column holds values that the wanted type has no place for.",
        "Clean the values in the message first, or choose a wider type such as String.",
    ),
    47: ErrorKind(
        "No feature column",
        "No column is left to learn from besides the label.",
        "Connect data with features, or give columns back the role of a feature with Edit Metadata.",
    ),
    49: ErrorKind(
        "File cannot be read",
        "A file or a text is not of the form that is read, or is damaged.",
        "Look at the line in the message, choose the format by hand, or save the file anew.",
    ),
    53: ErrorKind(
        "Features missing",
        "A recommender was given features of users or items that it was not trained on, or lacks them.",
        "Connect the same kinds of features as in training.",
    ),
    56: ErrorKind(
        "Column is no category",
        "The module works on categories, and a chosen column is none.",
        "Leave the column out, or make it categorical with Edit Metadata.",
    ),
    57: ErrorKind(
        "Target exists",
        "There is a table or file of this name, and it is not to be replaced.",
        "Choose another name, or choose what is to be done if it exists.",
    ),
    58: ErrorKind(
        "Label does not fit the scores",
        "The label column cannot be compared with what the model predicted.",
        "Score data whose label means the same as in training.",
    ),
    61: ErrorKind(
        "Rows of different length",
        "A row of the file has more or fewer values than the others.",
        "Look at the line in the message: often a separator stands within a text that has no quotes.",
    ),
    62: ErrorKind(
        "Learners of different kinds",
        "Models of different tasks are compared, or a metric is asked for that this kind of model does not have.",
        "Connect models of one task, or choose another metric.",
    ),
    64: ErrorKind(
        "Storage refuses the keys",
        "The keys of the connection are wrong, or have no right to do this.",
        "Look at the connection: access key, secret key, and the rights that they have on this bucket.",
    ),
    65: ErrorKind(
        "No such object",
        "The bucket has nothing at this path.",
        "Look at the path: upper and lower case count, and it has no slash at its front.",
    ),
    66: ErrorKind(
        "Delivery failed",
        "The data could not be written to where they were to go.",
        "The message has the answer of the database or the storage.",
    ),
    67: ErrorKind(
        "Unexpected number of columns",
        "The dataset has more or fewer columns than this module works on.",
        "Choose the columns with Select Columns in Dataset.",
    ),
    69: ErrorKind(
        "Query failed",
        "The SQL could not be run; the message has the words of the engine and its line.",
        "Look at the line. The inputs are the tables t1, t2 and t3; names with blanks stand in double quotes.",
    ),
    72: ErrorKind(
        "Took too long",
        "A database, a storage or a web address did not answer in time.",
        "Run it again, ask for fewer rows, or raise DESIGNERY_FETCH_SECONDS.",
    ),
    78: ErrorKind(
        "Redirect refused",
        "The address leads to another one that is not followed.",
        "Enter the address that it leads to.",
    ),
    79: ErrorKind(
        "Path not usable",
        "The name of the table or the path of the file cannot be used.",
        "Write a name as in the message.",
    ),
    80: ErrorKind(
        "Column is all missing",
        "Every value of the column is missing, so that nothing can be found from it.",
        "Leave the column out, or fill it first with Clean Missing Data.",
    ),
    82: ErrorKind(
        "Model file unusable",
        "The file of weights cannot be read, or belongs to another model.",
        "Choose the file of this very model, as torch.save(model.state_dict(), file) writes it.",
    ),
    83: ErrorKind(
        "Training data unusable",
        "The learner could not be trained on these data.",
        "The message has the reason; often gaps, too few rows, or parameters under which training does not converge.",
    ),
    85: ErrorKind(
        "Script failed",
        "Your script stopped; the message has its own words and the line.",
        "Open the script at the line. What it printed, and the traceback, are in the log of the step.",
    ),
    102: ErrorKind(
        "Archive cannot be read",
        "The zip file is damaged, encrypted, too large, or leads out of its own folder.",
        "Pack it anew, without a password.",
    ),
    105: ErrorKind(
        "Type not supported",
        "A parameter of an own module has a type that no form field stands for.",
        "Use one of the types in the message.",
    ),
    107: ErrorKind(
        "Output type not supported",
        "The function of an own module returns something that no port carries.",
        "Return a DataFrame, a tuple of them, or a NamedTuple of them.",
    ),
    127: ErrorKind(
        "Image too large",
        "An image has more pixels than are read.",
        "Make the images smaller before you pack them.",
    ),
    129: ErrorKind(
        "Too many columns",
        "The table has, or would get, more columns than can be held or shown.",
        "Choose fewer columns, or lower the parameter in the message.",
    ),
    134: ErrorKind(
        "Too few labelled rows",
        "The label is missing, or has too few rows in one of its classes.",
        "Fill the label in, or give more labelled rows.",
    ),
    138: ErrorKind(
        "Out of memory",
        "The step needed more memory than it may have.",
        "Use fewer rows or columns, or raise DESIGNERY_STEP_MEMORY.",
    ),
    141: ErrorKind(
        "Too few values to compare",
        "A column of groups has too few different values for this method.",
        "Choose a column with more groups, or another test.",
    ),
    154: ErrorKind(
        "Keys of different types",
        "Key columns that are to be joined hold different kinds of values.",
        "Give both the same type with Edit Metadata.",
    ),
    155: ErrorKind(
        "Column name is not text",
        "A script returned a table with a column whose name is a number or the like.",
        "Make text of the names: dataframe.columns = dataframe.columns.astype(str).",
    ),
    156: ErrorKind(
        "Database cannot be read",
        "The database refused the query, or the result is too large.",
        "The message has the database's own words. Try the query there, or lower the row limit.",
    ),
    157: ErrorKind(
        "Connection unusable",
        "No connection is chosen, or the chosen one cannot be used here.",
        "Choose a connection, or mend it on the Connections page.",
    ),
    158: ErrorKind(
        "Transformation unusable",
        "The transformation is of another kind than this module applies.",
        "Connect the output of the module that makes such transformations.",
    ),
    159: ErrorKind(
        "Secret missing",
        "A script asks for a secret that its step was not given.",
        "Add the secret on the page of connections and secrets, or take its name off the node.",
    ),
    170: ErrorKind(
        "Output damaged",
        "What the step wrote is not a whole table, image directory or evaluation: it may have been written past the "
        "functions that write such files, or a library wrote it amiss.",
        "Return a data frame that the script made anew. The message says which column is damaged.",
    ),
    171: ErrorKind(
        "Disk full",
        "There was no room on the disk of the server for what the step, or the run, had to write.",
        "Free some space: delete runs and datasets under Storage, or other files. Then run again.",
    ),
    1000: ErrorKind(
        "Unexpected error",
        "Something happened that nobody foresaw; the message has the words of the library.",
        "Open the log of the step for the traceback. If the data are in order, please report it.",
    ),
    1001: ErrorKind(
        "Over its budget",
        "The step took more of the machine than one step may: time, processes, bytes on disk or files.",
        "The message names the limit and its setting. Give the step less to do, or raise the setting.",
    ),
    1002: ErrorKind(
        "No sandbox",
        "No sandbox could be started for the run, mostly because the machine was too busy.",
        "Nothing of the design is wrong: press Try again. If it happens often, set DESIGNERY_SLOTS lower.",
    ),
    1003: ErrorKind(
        "Server ended",
        "The server ended twice while this step was running, so it is not started again by itself.",
        "Look for what ended the server, memory first of all. Then press Try again.",
    ),
}
