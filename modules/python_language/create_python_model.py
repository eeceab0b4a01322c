"""Create Python Model: a learner of the user's own, as a class with train and predict."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Call, ModuleError, Traits, UntrainedModel, code, module
from modules.kit.codegen.expressions import ScriptVariable, name
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_bound_names, write_secret_checks
from modules.kit.environments import EnvironmentName
from modules.kit.script_secrets import SecretNames
from modules.learning.learners import build_learner

TITLE = "Create Python Model"

MODEL_TEMPLATE = '''\
# The script must define a class named DesigneryModel (AzureMLModel also works).
# The names of its methods and their arguments are fixed.
import pandas as pd
from sklearn.linear_model import LogisticRegression


class DesigneryModel:
    def __init__(self):
        # What is kept in self is there again in predict.
        self.model = LogisticRegression(max_iter=1000)
        self.columns = []

    def train(self, df_train, df_label):
        """df_train: a DataFrame of the feature columns as they are. df_label: a Series."""
        self.columns = df_train.select_dtypes("number").columns
        self.model.fit(df_train[self.columns], df_label)

    def predict(self, df):
        """Return a DataFrame with a row for each row of df. The first column holds the predicted labels."""
        return pd.DataFrame(
            {
                "Scored Labels": self.model.predict(df[self.columns]),
                "Scored Probabilities": self.model.predict_proba(df[self.columns])[:, 1],
            }
        )
'''


def _emit_code(step: StepCode) -> None:
    """The class as it is: training makes an object of it."""
    defined = find_bound_names(step.python_script)
    kind = next((one for one in ("DesigneryModel", "AzureMLModel") if one in defined), None)
    if kind is None:
        raise CannotGenerateCode("Its code defines no class DesigneryModel.")
    step.add_imports("import numpy as np")
    made = step.reserve_name(step.title)
    write_secret_checks(step)
    step.add_verbatim(step.python_script)
    step.add_blank_lines(2)
    step.assign(made, name(kind))
    task = "classification" if step.predicts == "Classes" else "regression"
    step.outputs["untrained_model"] = ScriptVariable(
        made, facts={"task": task, "learner": "Python Model", "made": made}
    )


@module(
    TITLE,
    category="Python Language",
    icon="code-dots",
    traits=Traits(accepts_missing=True, ignores_weights=True),
    trusted=False,
    example=lambda: Call.of(),
    keywords=("custom learner", "own estimator", "custom model", "scikit-learn"),
    emit_code=_emit_code,
)
def create_python_model(
    *,
    python_script: Annotated[
        str,
        code("python"),
        Field(
            min_length=1,
            description="Defines a class with the methods train and predict. The template shows what they get.",
        ),
    ] = MODEL_TEMPLATE,
    predicts: Annotated[
        Literal["Classes", "Numbers"],
        Field(description="What the label contains: classes, or numbers as in a regression."),
    ] = "Classes",
    secrets: SecretNames = (),
    environment: Annotated[
        EnvironmentName | None,
        Field(description="The Python packages that the class needs. Empty: those of the server."),
    ] = None,
) -> UntrainedModel:
    """Define your own learner as a Python class.

    The class `DesigneryModel` has `train(self, df_train, df_label)` and `predict(self, df)`. It gets the feature
    columns as they are, text and missing values among them. `predict` returns a DataFrame: the column Scored Labels, or
    else the first one, holds the prediction. For two classes a column Scored Probabilities is the probability of the
    later class in sorted order; for more classes there is one for each, as `Scored Probabilities_setosa`. Other columns
    are kept. With these names Evaluate Model measures it like any other learner.

    Connect it to Train Model or Cross Validate Model. Classes named `AzureMLModel` run unchanged. Every step that uses
    the model runs the script, in a separate process with the same isolation as other scripts.

    A secret that the module lists is in the environment whenever the class runs: `os.environ["API_KEY"]`. Read it where
    it is needed: a model that stores it in `self` causes an error.

    With an environment, the class runs in its Python wherever the model is trained or scored. The environment needs
    pandas and pyarrow.
    """
    if not python_script.strip():
        raise ModuleError(85, "The script is empty. Define a class named DesigneryModel.", parameter="python_script")
    from modules.learning.script_estimator import ScriptEstimator, check_script_model

    check_script_model(python_script, secrets, environment)
    estimator = ScriptEstimator(
        python_script, classifies=predicts == "Classes", secrets=secrets, environment=environment
    )
    name = "Python Model"
    return build_learner(
        name, "classification" if predicts == "Classes" else "regression", estimator, {"predicts": predicts}
    )
