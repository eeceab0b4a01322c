"""The errors of a step's data and of the parameters that do not fit them: columns, rows, labels, values, models."""

from modules.kit.error_kind import ErrorKind

DATA_ERRORS: dict[int, ErrorKind] = {
    1: ErrorKind(
        "Column not found",
        "A parameter or a trained model uses a column that is not in the data at this port.",
        "Choose the column again. The message suggests the closest name. If the column was lost on the way, check the "
        "last module that still has it: Select Columns in Dataset and Edit Metadata drop and rename columns.",
    ),
    2: ErrorKind(
        "Value cannot be read",
        "A parameter, or a cell that it is compared with, does not have the expected format.",
        "Write it like the example in the message.",
    ),
    3: ErrorKind(
        "Input is empty",
        "A port or a parameter that is required is empty.",
        "Connect data with rows and columns, or fill in the parameter. An empty table is often the result of a filter "
        "that keeps no rows.",
    ),
    5: ErrorKind(
        "Value too small",
        "A parameter is below its minimum.",
        "Raise it to the minimum in the message, or lower the value that the minimum depends on.",
    ),
    6: ErrorKind(
        "Values in the wrong order",
        "The lower of two limits is above the upper one.",
        "Swap the two, or change one of them.",
    ),
    7: ErrorKind(
        "Value too large",
        "A parameter, or a size that depends on it, is above the limit of this data or method.",
        "Lower it to the limit in the message, or provide more rows.",
    ),
    8: ErrorKind(
        "Value out of range",
        "A value is outside the range that makes sense for the method.",
        "Choose a value within the range in the message.",
    ),
    10: ErrorKind(
        "Column names differ",
        "Two datasets need the same column names, but one has a name that the other lacks.",
        "Rename the column with Edit Metadata, or select the same columns of both with Select Columns in Dataset.",
    ),
    11: ErrorKind(
        "No column selected",
        "The column selection matches no column of the data at this port.",
        "Open the selection and choose at least one column. A rule by type no longer matches after types have changed.",
    ),
    13: ErrorKind(
        "Wrong kind of learner",
        "The connected learner or model is for a different task than this module.",
        "Connect a learner for the task in the message, or use the module that fits this learner.",
    ),
    14: ErrorKind(
        "Too many distinct values",
        "A column used as categories has too many different values.",
        "Exclude the column, group its values, or convert it to numbers.",
    ),
    16: ErrorKind(
        "Column types differ",
        "A column has a different type than the same column in other data, such as the training data.",
        "Give both the same type with Edit Metadata.",
    ),
    17: ErrorKind(
        "Column type not supported",
        "The module cannot work with the values of this column.",
        "Choose another column, or change its type with Edit Metadata.",
    ),
    18: ErrorKind(
        "Dataset unusable",
        "The data has the right form, but lacks something that the module needs.",
        "The message says what is missing. Clean Missing Data fills missing values.",
    ),
    19: ErrorKind(
        "Values not ascending",
        "A list of values must be in ascending order without repeats.",
        "Sort the list and remove repeated values.",
    ),
    20: ErrorKind(
        "Too few columns",
        "The data has fewer columns than the module needs.",
        "Connect data with the columns in the message.",
    ),
    21: ErrorKind(
        "Too few rows",
        "The data has fewer rows, or fewer values in a column, than the method needs.",
        "Provide more rows, or lower the parameter in the message. Check whether a filter removed too many rows.",
    ),
    22: ErrorKind(
        "Wrong number of columns",
        "More or fewer columns are selected than the module can use.",
        "Select as many columns as the message says.",
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
        "The data has not been scored, or not by a model that this module can measure.",
        "Connect the output of the scoring module.",
    ),
    26: ErrorKind(
        "Column chosen twice",
        "Two parameters that each need their own column have the same one.",
        "Choose another column for one of them.",
    ),
    27: ErrorKind(
        "Numbers do not match",
        "Two lists that belong together have different lengths, such as new names and columns.",
        "Make both the same length.",
    ),
    28: ErrorKind(
        "Column names repeat",
        "Two columns would have the same name.",
        "Rename one of them with Edit Metadata, or in the file.",
    ),
    33: ErrorKind(
        "Infinite value",
        "A column has infinite values, which can't be used in computations.",
        "Replace or remove them, for example with Clip Values or Apply Math Operation.",
    ),
    34: ErrorKind(
        "Rating repeats",
        "A user has rated the same item more than once.",
        "Keep one rating per pair, for example with Remove Duplicate Rows on the two columns.",
    ),
    36: ErrorKind(
        "Features repeat",
        "A user or an item has more than one row of features.",
        "Keep one row of each with Remove Duplicate Rows.",
    ),
    42: ErrorKind(
        "Column cannot be converted",
        "A column has values that do not fit the new type.",
        "Clean the values in the message first, or choose a more general type such as String.",
    ),
    47: ErrorKind(
        "No feature column",
        "There is no column to learn from besides the label.",
        "Connect data with features, or make columns features again with Edit Metadata.",
    ),
    53: ErrorKind(
        "Features missing",
        "A recommender got features of users or items that it was not trained on, or lacks them.",
        "Connect the same kinds of features as in training.",
    ),
    56: ErrorKind(
        "Column is no category",
        "The module works on categories, but a selected column is not a category.",
        "Exclude the column, or make it categorical with Edit Metadata.",
    ),
    58: ErrorKind(
        "Label does not fit the scores",
        "The label column can't be compared with the model's predictions.",
        "Score data with the same kind of label as in training.",
    ),
    62: ErrorKind(
        "Learners of different kinds",
        "Models for different tasks are compared, or the metric does not exist for this kind of model.",
        "Connect models for the same task, or choose another metric.",
    ),
    67: ErrorKind(
        "Unexpected number of columns",
        "The dataset has more or fewer columns than this module needs.",
        "Choose the columns with Select Columns in Dataset.",
    ),
    80: ErrorKind(
        "Column is all missing",
        "Every value of the column is missing, so nothing can be computed from it.",
        "Exclude the column, or fill it first with Clean Missing Data.",
    ),
    83: ErrorKind(
        "Training data unusable",
        "The learner could not be trained on these data.",
        "The message has the reason. Common ones are missing values, too few rows, or parameters "
        "that keep training from converging.",
    ),
    129: ErrorKind(
        "Too many columns",
        "The table has, or would get, more columns than the limit.",
        "Choose fewer columns, or lower the parameter in the message.",
    ),
    134: ErrorKind(
        "Too few labeled rows",
        "The label is missing, or has too few rows in one of its classes.",
        "Fill in the label, or provide more labeled rows.",
    ),
    141: ErrorKind(
        "Too few values to compare",
        "A column of groups has too few different values for this method.",
        "Choose a column with more groups, ask for fewer folds, or use another test.",
    ),
    154: ErrorKind(
        "Keys of different types",
        "The key columns of a join have different types.",
        "Give both the same type with Edit Metadata.",
    ),
    158: ErrorKind(
        "Transformation unusable",
        "The transformation is of a different kind than this module applies.",
        "Connect the output of a module that makes such transformations.",
    ),
    160: ErrorKind(
        "Check failed",
        "Check Data found rows or columns that break its rules, and was told to stop the run.",
        "The message names the rules and the first rows. Correct the data, relax the rule, or split off the bad rows.",
    ),
}
