"""What each error number stands for: its title, what it means, and what to do. docs/errors.md is written from it.

The numbers are those of Azure Machine Learning's designer, so that its users find what they know. Left out are numbers
for what cannot happen here: one account of storage, Hive, and ports that take the wrong kind of value.
"""

from modules.kit.data_errors import DATA_ERRORS
from modules.kit.error_kind import ErrorKind
from modules.kit.operation_errors import OPERATION_ERRORS

#: {number: what it stands for}, in ascending order.
ERROR_KINDS: dict[int, ErrorKind] = dict(sorted({**DATA_ERRORS, **OPERATION_ERRORS}.items()))
