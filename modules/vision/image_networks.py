"""Networks of torchvision: what they are built from, first layers for small images, weights from a file."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from modules.kit import File, ModuleError, UntrainedModel
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.torch_training import NetworkWeights, load_weights

if TYPE_CHECKING:  # it takes a second to import, and is an extra
    import torch

log = logging.getLogger(__name__)

Family = Literal["ResNet", "DenseNet"]
FirstLayers = Literal["Automatic", "For large images", "For small images"]

#: Below so many pixels the first layers, which were made for 224, would leave nothing to look at.
SMALL_SIDE = 64
CLASSIFIER_LAYERS = {"ResNet": "fc.", "DenseNet": "classifier."}
#: Layers of DenseNet were called norm.1 in files of before 2018.
OLD_PARAMETER_NAME = re.compile(
    r"^(.*denselayer\d+\.(?:norm|relu|conv))\.((?:[12])\.(?:weight|bias|running_mean|running_var))$"
)


@dataclass(frozen=True)
class ImageNetwork:
    """A network that is not trained yet; `pretrained` are weights from a file, without those of its classifier."""

    family: Family
    name: str
    options: Mapping[str, bool] = field(default_factory=dict)
    first_layers: FirstLayers = "Automatic"
    pretrained: NetworkWeights | None = None

    def is_small(self, height: int, width: int) -> bool:
        """Whether the first layers are those for small images."""
        return is_small_network(self.first_layers, height, width)

    def build(self, classes: int, *, small: bool) -> Any:
        """The network with fresh weights, drawn by torch's generator, or with the pretrained ones where they fit."""
        network = build_torchvision_network(self.family, self.name, classes, small=small, **self.options)
        if self.pretrained is not None:
            load_weights(network, _drop_replaced_weights(self.pretrained, network))
        return network

    def load_weights(self, file: File | None, *, port: str) -> "ImageNetwork":
        """The same network, pretrained with the weights of a file; error 49 where they are those of another one."""
        return self if file is None else replace(self, pretrained=_read_weights(self, file, port))


def is_small_network(first_layers: FirstLayers, height: int, width: int) -> bool:
    """Whether the first layers are those for small images."""
    return min(height, width) < SMALL_SIDE if first_layers == "Automatic" else first_layers == "For small images"


def build_torchvision_network(family: Family, name: str, classes: int, *, small: bool, **options: bool) -> Any:
    """A network of torchvision with fresh weights."""
    from torchvision import models

    network = getattr(models, name)(weights=None, num_classes=classes, **options)
    if small:
        _replace_first_layers(network, family)
    return network


def emit_network(step: StepCode) -> None:
    """What makes a network for so many classes and images of this size."""
    network: ImageNetwork = step.module.run({}, step.explicit_parameters)["untrained_model"].estimator
    if step.find_input("pretrained_weights") is not None:
        raise CannotGenerateCode("It uses weights from a file. Load them into the network with load_state_dict.")
    step.add_imports("import functools")
    made = step.reserve_name(step.title)
    build = (step.use(build_network_for), network.family, network.name, network.first_layers)
    step.assign(made, expr("functools.partial").call(*build, **network.options))
    step.outputs["untrained_model"] = ScriptVariable(made, facts={"task": "images", "learner": network.family})


def build_network_for(
    family: Family, name: str, first_layers: FirstLayers, classes: int, height: int, width: int, **options: bool
) -> Any:
    """A network with fresh weights for so many classes and images of this size."""
    return build_torchvision_network(
        family, name, classes, small=is_small_network(first_layers, height, width), **options
    )


def to_learner(network: ImageNetwork) -> UntrainedModel:
    """The network as a learner of images."""
    told = {
        "model_name": network.name,
        **network.options,
        "first_layers": network.first_layers,
        "pretrained": network.pretrained is not None,
    }
    return UntrainedModel(task="images", learner=network.family, estimator=network, parameters=told)


def _replace_first_layers(network: Any, family: Family) -> None:
    """A first convolution of 3 x 3 without a stride and no pooling after it.

    After He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2, who do so for images of 32 x 32.
    """
    from torch import nn

    place, name, pool = (network, "conv1", "maxpool") if family == "ResNet" else (network.features, "conv0", "pool0")
    first = nn.Conv2d(3, getattr(place, name).out_channels, kernel_size=3, padding=1, bias=False)
    nn.init.kaiming_normal_(first.weight, mode="fan_out", nonlinearity="relu")
    setattr(place, name, first)
    setattr(place, pool, nn.Identity())


def _drop_replaced_weights(weights: NetworkWeights, network: Any) -> NetworkWeights:
    """The weights without those of first layers that were replaced."""
    shapes = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    kept = {name: value for name, value in weights.items() if shapes.get(name) == value.shape}
    left = sorted(set(weights) - set(kept))
    if left:
        log.warning("Pretrained weights of %s left out: the layer is one for small images.", ", ".join(left))
    return kept


def _read_weights(network: ImageNetwork, file: File, port: str) -> NetworkWeights:
    """The weights of a file by the names of torchvision; those of the classifier are dropped."""
    import torch
    from torchvision import models

    with torch.device("meta"):
        wanted = getattr(models, network.name)(weights=None, **network.options).state_dict()
    found = {_rename_parameter(name): value for name, value in _load_tensors(file, port).items()}
    head = CLASSIFIER_LAYERS[network.family]
    weights = {}
    for name, like in wanted.items():
        if name.startswith(head) or name.endswith("num_batches_tracked"):
            continue
        value = found.get(name)
        if value is None or value.shape != like.shape:
            came = "is missing" if value is None else f"has the shape {tuple(value.shape)}, not {tuple(like.shape)}"
            message = f"The weights in '{file.name}' are not those of {network.name}: '{name}' {came}."
            raise ModuleError(82, f"{message} Choose the model that the file was made for.", port=port)
        weights[name] = value.float().numpy()
    return weights


def _load_tensors(file: File, port: str) -> "dict[str, torch.Tensor]":
    """The tensors of a file that torch.save has written; nothing in the file is run."""
    import torch

    try:
        stored = torch.load(file.path, map_location="cpu", weights_only=True)
    except Exception as error:  # whatever broken bytes lead torch's readers to
        message = f"'{file.name}' contains no weights that can be read safely."
        message = f"{message} Expected a state dict as torch.save(model.state_dict(), file) writes it."
        raise ModuleError(82, message, port=port) from error
    for key in ("state_dict", "model"):
        if isinstance(stored, Mapping) and isinstance(stored.get(key), Mapping):
            stored = stored[key]
    if not isinstance(stored, Mapping):
        raise ModuleError(82, f"'{file.name}' contains a {type(stored).__name__}. Expected a state dict.", port=port)
    return {str(name): value for name, value in stored.items() if isinstance(value, torch.Tensor)}


def _rename_parameter(name: str) -> str:
    name = name.removeprefix("module.")
    old = OLD_PARAMETER_NAME.match(name)
    return f"{old[1]}{old[2]}" if old else name
