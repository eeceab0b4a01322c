"""What a label asks for: a regression, or classes."""

from typing import Literal

from modules.kit import Dataset, ModuleError, Task

TaskChoice = Literal["Automatic", "Classification", "Regression"]
#: Whole numbers with more different values than this are amounts.
MAX_CLASSES = 20


def choose_task(data: Dataset, label: str, choice: TaskChoice) -> Task:
    """The task that the label asks for: many different numbers are a regression."""
    values = data.frame[label]
    distinct = int(values.nunique())
    numeric = data.schema[label].is_numeric
    if choice == "Automatic":
        whole = data.schema[label].type == "integer"
        choice = (
            "Regression" if numeric and (not whole or distinct > MAX_CLASSES) and distinct > 2 else "Classification"
        )
    if choice == "Regression":
        if not numeric:
            message = f"The label '{label}' must be a number for a regression. It is {data.schema[label].type}."
            raise ModuleError(23, f"{message} Choose Classification.", port="dataset", parameter="task", column=label)
        return "regression"
    return "two-class" if distinct == 2 else "multiclass"
