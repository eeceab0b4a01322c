"""DenseNet: densely connected networks, from torchvision."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Call, File, UntrainedModel, module, titled
from modules.vision.image_networks import FirstLayers, ImageNetwork, emit_network, to_learner


@module(
    "DenseNet",
    category="Computer Vision",
    icon="topology-full",
    task="images",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(),
    emit_code=emit_network,
    keywords=("CNN", "convolutional network", "image classification", "deep learning"),
)
def densenet(
    pretrained_weights: Annotated[File | None, titled("Pretrained weights")] = None,
    *,
    model_name: Annotated[
        Literal["densenet121", "densenet161", "densenet169", "densenet201"],
        Field(description="The number counts the layers. Larger ones need more images, and a long time."),
    ] = "densenet121",
    memory_efficient: Annotated[
        bool, Field(description="Recompute parts instead of storing them. Uses less memory and more time.")
    ] = False,
    first_layers: Annotated[
        FirstLayers,
        Field(description="For images smaller than 64 pixels, use every pixel. Automatic decides by their size."),
    ] = "Automatic",
) -> UntrainedModel:
    """Tell images apart with a densely connected network, in which each layer sees what all layers before it found.

    Train it with Train PyTorch Model. Without weights it is trained from scratch. For photographs connect a file of
    weights that torch.save has written from the state dict of the same model, as torchvision offers them for ImageNet;
    its last layer is replaced by one for your categories.

    Huang et al., Densely Connected Convolutional Networks, CVPR 2017.
    """
    network = ImageNetwork("DenseNet", model_name, {"memory_efficient": memory_efficient}, first_layers)
    return to_learner(network.load_weights(pretrained_weights, port="pretrained_weights"))
