"""Which model scored a row, in the words of the column that says so."""

from modules.many_models.grouped_models import GroupedModels

SCORED_BY = "Scored By"
GLOBAL_LABELS = "Globally Scored Labels"
OWN_MODEL = "Own model"
GLOBAL_MODEL = "Global model"
NO_MODEL = "No model"


def name_source(models: GroupedModels, source: int) -> str:
    """What a level is called: the group's own model, that of a larger group by its columns, or the global one."""
    if source == 0:
        return OWN_MODEL
    if source < models.depth:
        return f"Model of {', '.join(models.levels[source].names)}"
    return GLOBAL_MODEL if source == models.depth else NO_MODEL
