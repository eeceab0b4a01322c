"""ResNet: residual networks, from torchvision."""

from typing import Annotated, Literal

from pydantic import Field

from modules.kit import Call, File, UntrainedModel, module, titled
from modules.vision.image_networks import FirstLayers, ImageNetwork, emit_network, to_learner


@module(
    "ResNet",
    category="Computer Vision",
    icon="route",
    task="images",
    requires=("torch", "torchvision"),
    example=lambda: Call.of(),
    emit_code=emit_network,
    keywords=("CNN", "convolutional network", "image classification", "deep learning"),
)
def resnet(
    pretrained_weights: Annotated[File | None, titled("Pretrained weights")] = None,
    *,
    model_name: Annotated[
        Literal[
            "resnet18",
            "resnet34",
            "resnet50",
            "resnet101",
            "resnet152",
            "resnext50_32x4d",
            "resnext101_32x8d",
            "wide_resnet50_2",
            "wide_resnet101_2",
        ],
        Field(description="The number counts the layers. Larger ones need more images, and a long time."),
    ] = "resnet18",
    zero_init_residual: Annotated[
        bool, Field(description="Begin with blocks that change nothing, which can raise the accuracy a little.")
    ] = False,
    first_layers: Annotated[
        FirstLayers,
        Field(description="For images smaller than 64 pixels, use every pixel. Automatic decides by their size."),
    ] = "Automatic",
) -> UntrainedModel:
    """Tell images apart with a residual network, in which each block of layers corrects the one before it.

    Train it with Train PyTorch Model. Without weights it is trained from scratch, which works for small and simple
    images. For photographs connect a file of weights that torch.save has written from the state dict of the same model,
    as torchvision offers them for ImageNet; its last layer is replaced by one for your categories.

    He et al., Deep Residual Learning for Image Recognition, CVPR 2016; Xie et al., Aggregated Residual Transformations,
    CVPR 2017; Zagoruyko and Komodakis, Wide Residual Networks, BMVC 2016.
    """
    network = ImageNetwork("ResNet", model_name, {"zero_init_residual": zero_init_residual}, first_layers)
    return to_learner(network.load_weights(pretrained_weights, port="pretrained_weights"))
