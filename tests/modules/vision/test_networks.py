"""Changes of images, and networks that learn from them, against plain torch and torchvision."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image

from modules.computer_vision.apply_image_transformation import apply_image_transformation
from modules.computer_vision.densenet import densenet
from modules.computer_vision.init_image_transformation import init_image_transformation
from modules.computer_vision.resnet import resnet
from modules.data_transformation.normalize_data import normalize_data
from modules.kit import Columns, File, ImageDirectory, ModuleError, TrainedModel
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.kit.serialization import load_value, save_value
from modules.learning.supervised_examples import make_loan_learner, make_loan_model, make_loans
from modules.learning.torch_training import count_threads
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_image_model import score_image_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.model_training.train_pytorch_model import train_pytorch_model
from modules.vision.image_networks import ImageNetwork, to_learner
from tests.live_server import ROOT
from tests.modules.vision.image_samples import make_noise_images
from tests.view_json import build_thumbnail, build_view

NOTHING = {"resize": False, "center_crop": False, "random_horizontal_flip": False}


@pytest.fixture(scope="module")
def trained() -> TrainedModel:
    return train_pytorch_model(
        resnet(), make_noise_images(12, 8), make_noise_images(6, 8, seed=1), epochs=2, batch_size=4, learning_rate=0.01
    ).trained_model


def _decode_pixels(directory: ImageDirectory, row: int) -> Any:
    return np.asarray(Image.open(io.BytesIO(directory.table["image"][row].as_py())))


def test_what_is_always_done_is_done_as_torchvision_does_it() -> None:
    from torchvision.transforms import v2

    directory = make_noise_images(2, 20)
    changed = apply_image_transformation(
        init_image_transformation(size=14, crop_size=10, random_horizontal_flip=False), directory
    )
    expected = v2.Compose([v2.Resize(14), v2.CenterCrop(10)])(Image.fromarray(_decode_pixels(directory, 1)))
    assert np.array_equal(_decode_pixels(changed, 1), np.asarray(expected))
    assert (changed.labels, changed.augmentation) == (directory.labels, ())


def test_random_changes_and_what_follows_them_wait_for_training() -> None:
    transformation = init_image_transformation(size=14, crop_size=10, color_jitter=True, grayscale=True)
    training = apply_image_transformation(transformation, make_noise_images(2, 20), mode="For training")
    inference = apply_image_transformation(transformation, make_noise_images(2, 20), mode="For inference")
    assert [record["change"] for record in training.augmentation] == [
        "color_jitter",
        "grayscale",
        "random_horizontal_flip",
    ]
    assert inference.augmentation == ()
    gray = _decode_pixels(inference, 0)
    assert np.array_equal(gray[..., 0], gray[..., 1])
    assert not np.array_equal(_decode_pixels(training, 0)[..., 0], _decode_pixels(training, 0)[..., 1])


def test_inference_takes_the_random_changes_of_an_earlier_step_away() -> None:
    flipping = apply_image_transformation(
        init_image_transformation(resize=False, center_crop=False), make_noise_images(2, 8)
    )
    assert flipping.augmentation
    plain = apply_image_transformation(init_image_transformation(**NOTHING), flipping, mode="For inference")
    assert plain.augmentation == ()


def test_every_change_can_be_drawn_in_training() -> None:
    every: dict[str, Any] = dict.fromkeys(
        [
            *("pad", "color_jitter", "grayscale", "random_resized_crop", "random_crop", "random_vertical_flip"),
            *("random_rotation", "random_affine", "random_grayscale", "random_perspective", "random_erasing"),
        ],
        True,
    )
    transformation = init_image_transformation(
        size=12, crop_size=12, padding=2, random_size=10, random_crop_size=8, random_affine_degrees=20, **every
    )
    directory = apply_image_transformation(transformation, make_noise_images(4, 16))
    assert len(transformation.describe()) == 14
    model = train_pytorch_model(resnet(), directory, make_noise_images(4, 8), epochs=1, batch_size=2).trained_model
    assert (model.pipeline.height, model.pipeline.width) == (8, 8)


def test_a_transformation_of_a_table_does_not_change_images_and_the_other_way_round() -> None:
    of_table = normalize_data(make_loans(), columns_to_transform=Columns(start="rule", types=("real",)))[1]
    with pytest.raises(ModuleError) as caught:
        apply_image_transformation(of_table, make_noise_images(2, 4))
    assert caught.value.number == 158
    with pytest.raises(ModuleError, match="Use Apply Image Transformation"):
        init_image_transformation().apply(make_loans())


def test_training_is_that_of_plain_torch_with_the_same_seed(trained: TrainedModel) -> None:
    import torch
    from torchvision import models

    training, validation = make_noise_images(12, 8), make_noise_images(6, 8, seed=1)
    before = torch.get_num_threads()
    torch.set_num_threads(count_threads())
    torch.manual_seed(1)
    network = models.resnet18(num_classes=2)
    network.conv1 = torch.nn.Conv2d(3, 64, 3, padding=1, bias=False)
    torch.nn.init.kaiming_normal_(network.conv1.weight, mode="fan_out", nonlinearity="relu")
    network.maxpool = torch.nn.Identity()
    optimizer = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9, weight_decay=1e-4)
    images, labels = _make_tensors(training)
    others, truths = _make_tensors(validation)
    losses = []
    for epoch in range(2):
        network.train()
        order = torch.randperm(12)
        for batch in range(3):
            optimizer.param_groups[0]["lr"] = 0.01 * (6 - epoch * 3 - batch) / 6
            rows = order[batch * 4 : batch * 4 + 4]
            loss = torch.nn.functional.cross_entropy(network(images[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        network.eval()
        with torch.no_grad():
            losses.append(float(torch.nn.functional.cross_entropy(network(others), truths)))
    torch.set_num_threads(before)
    assert trained.pipeline.history["Loss"]["Validation"] == pytest.approx(losses, rel=1e-4)


def _make_tensors(directory: ImageDirectory) -> tuple[Any, Any]:
    """Batch normalization over so few images is chaotic: the numbers must be the same to the last digit."""
    import torch

    mean, deviation = (torch.tensor(values).view(3, 1, 1) for values in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
    opened = [torch.tensor(_decode_pixels(directory, row)).permute(2, 0, 1) for row in range(directory.count)]
    images = torch.stack([(image.float() / 255 - mean) / deviation for image in opened])
    return images, torch.tensor([("cat", "dog").index(label or "") for label in directory.labels])


def test_what_learned_bright_from_dark_tells_them_apart() -> None:
    model = train_pytorch_model(
        resnet(),
        make_noise_images(24, 8),
        make_noise_images(8, 8, seed=1),
        epochs=6,
        batch_size=8,
        learning_rate=0.02,
        patience=6,
    ).trained_model
    scored = score_image_model(model, make_noise_images(10, 8, seed=2)).scored_dataset
    assert list(scored.frame.columns) == [
        "Image",
        "Label",
        "Scored Labels",
        "Scored Probabilities_cat",
        "Scored Probabilities_dog",
    ]
    assert scored.roles == {
        "Image": "none",
        "Label": "label",
        "Scored Labels": "score",
        "Scored Probabilities_cat": "score",
        "Scored Probabilities_dog": "score",
    }
    evaluation = evaluate_model(scored)
    assert evaluation.task == "two-class"
    assert evaluation.metrics[0]["AUC"] > 0.9


def test_three_categories_are_measured_as_classes() -> None:
    images = make_noise_images(9, 8, ("a", "b", "c"))
    model = train_pytorch_model(resnet(), images, images, epochs=1, batch_size=3).trained_model
    evaluation = evaluate_model(score_image_model(model, images).scored_dataset)
    assert (evaluation.task, evaluation.details[evaluation.models[0]].model_dump()["classes"]) == (
        "multiclass",
        ["a", "b", "c"],
    )


def test_a_saved_model_scores_as_before_and_draws_its_curves(trained: TrainedModel, tmp_path: Path) -> None:
    loaded = load_value(save_value(trained, tmp_path, "model").path, "trained_model")
    first, second = (
        score_image_model(model, make_noise_images(4, 8)).scored_dataset.frame for model in (trained, loaded)
    )
    assert first.equals(second)
    shown = build_view(loaded)
    assert [(figure["figure"], [len(s["values"]) for s in figure["series"]]) for figure in shown["history"]] == [
        ("Loss", [2, 2]),
        ("Accuracy", [2, 2]),
    ]
    assert build_thumbnail(loaded)["kind"] == "history"  # type: ignore[index]


def test_progress_is_told_epoch_by_epoch_and_patience_ends_training() -> None:
    heard: list[ProgressReport] = []
    with listen_to_progress(heard.append):
        model = train_pytorch_model(
            resnet(),
            make_noise_images(6, 8),
            make_noise_images(4, 8, ("dog", "cat")),
            epochs=9,
            batch_size=3,
            learning_rate=0.05,
            patience=1,
        ).trained_model
    told = [(progress.done, progress.total) for progress in heard if progress.unit == "epochs"]
    assert told == [(epoch, 9) for epoch in range(1, len(told) + 1)]
    assert len(told) < 9
    losses = model.pipeline.history["Loss"]["Validation"]
    assert losses[-1] >= min(losses)


def test_images_without_a_label_can_be_scored(trained: TrainedModel) -> None:
    directory = make_noise_images(3, 8)
    table = directory.table.set_column(1, "label", [[None] * 3])
    scored = score_image_model(trained, ImageDirectory(table)).scored_dataset
    assert list(scored.frame.columns)[:2] == ["Image", "Scored Labels"]


def test_small_images_get_first_layers_of_their_own_and_large_ones_those_of_the_paper() -> None:
    network = resnet().estimator
    assert network.build(2, small=network.is_small(8, 8)).conv1.kernel_size == (3, 3)
    assert network.build(2, small=network.is_small(224, 224)).conv1.kernel_size == (7, 7)
    assert resnet(first_layers="For large images").estimator.is_small(8, 8) is False


def test_a_densenet_learns_from_small_images() -> None:
    model = train_pytorch_model(
        densenet(), make_noise_images(4, 8), make_noise_images(2, 8), epochs=1, batch_size=4
    ).trained_model
    assert model.learner == "DenseNet"
    assert score_image_model(model, make_noise_images(2, 8)).scored_dataset.rows == 2


def test_pretrained_weights_come_from_a_file_of_the_same_model(tmp_path: Path) -> None:
    import torch
    from torchvision import models

    torch.manual_seed(5)
    stored = models.resnet18(num_classes=1000)
    torch.save({"state_dict": {f"module.{name}": value for name, value in stored.state_dict().items()}}, tmp_path / "w")
    network = resnet(File(tmp_path / "w", "weights.pth")).estimator
    built = network.build(3, small=False)
    assert torch.equal(built.layer4[1].conv2.weight, stored.layer4[1].conv2.weight)
    assert built.fc.weight.shape == (3, 512)
    small = network.build(3, small=True)
    assert torch.equal(small.layer1[0].conv1.weight, stored.layer1[0].conv1.weight)


class _Harmful:
    def __reduce__(self) -> Any:
        return (exec, ("raise SystemExit('run')",))


def test_weights_that_would_run_code_or_fit_another_model_are_refused(tmp_path: Path) -> None:
    import torch
    from torchvision import models

    torch.save({"weights": _Harmful()}, tmp_path / "harmful.pth")
    torch.save(models.resnet34().state_dict(), tmp_path / "other.pth")
    torch.save([1, 2], tmp_path / "list.pth")
    (tmp_path / "text.pth").write_text("no weights")
    for name, told in (
        ("harmful.pth", "no weights that can be read safely"),
        ("other.pth", "not those of resnet50"),
        ("list.pth", "contains a"),
        ("text.pth", "no weights that can be read safely"),
    ):
        with pytest.raises(ModuleError, match=told) as caught:
            resnet(File(tmp_path / name, name), model_name="resnet50")
        assert (caught.value.number, caught.value.port) == (82, "pretrained_weights")


def _drop_labels(directory: ImageDirectory) -> ImageDirectory:
    return ImageDirectory(directory.table.set_column(1, "label", [[None] * directory.count]))


@pytest.mark.parametrize(
    ("training", "validation", "number", "told"),
    [
        (
            make_noise_images(6, 8, ("cat",)),
            make_noise_images(2, 8),
            83,
            "All training images are of the category 'cat'",
        ),
        (make_noise_images(6, 8), make_noise_images(3, 8, ("cat", "dog", "cow")), 18, "category 'cow'"),
        (
            _drop_labels(make_noise_images(6, 8)),
            make_noise_images(2, 8),
            134,
            "No image at 'training_dataset' has a category",
        ),
        (make_noise_images(6, 8), make_noise_images(2, 9), 18, "takes images of 8 × 8 pixels"),
        (make_noise_images(2, 8), make_noise_images(2, 8), 21, "at least 3 images"),
    ],
)
def test_images_that_cannot_be_learned_from_are_refused(
    training: ImageDirectory, validation: ImageDirectory, number: int, told: str
) -> None:
    with pytest.raises(ModuleError, match=told) as caught:
        train_pytorch_model(resnet(), training, validation, epochs=1)
    assert caught.value.number == number


def test_images_of_different_sizes_are_refused_with_the_way_out() -> None:
    first, second = make_noise_images(4, 8).table, make_noise_images(4, 12).table
    mixed = ImageDirectory(pa.concat_tables([first, second]))
    with pytest.raises(ModuleError, match="Apply Image Transformation"):
        train_pytorch_model(resnet(), mixed, make_noise_images(2, 8), epochs=1)


def test_a_loss_without_end_is_refused_with_what_to_lower() -> None:
    endless = {"layer1.0.conv1.weight": np.full((64, 64, 3, 3), np.inf, dtype="float32")}
    learner = to_learner(ImageNetwork("ResNet", "resnet18", pretrained=endless))
    with pytest.raises(ModuleError, match=r"epoch 1. Lower the learning rate of 0\.001") as caught:
        train_pytorch_model(learner, make_noise_images(4, 8), make_noise_images(4, 8))
    assert (caught.value.number, caught.value.parameter) == (83, "learning_rate")


def test_learners_and_models_of_tables_and_of_images_are_told_apart(trained: TrainedModel) -> None:
    refused: list[Callable[[], object]] = [
        lambda: train_pytorch_model(make_loan_learner(), make_noise_images(4, 8), make_noise_images(4, 8)),
        lambda: train_model(resnet(), make_loans(), label="paid"),
        lambda: score_image_model(make_loan_model(), make_noise_images(4, 8)),
        lambda: score_model(trained, make_loans()),
    ]
    for call in refused:
        with pytest.raises(ModuleError) as caught:
            call()
        assert caught.value.number == 13


def test_no_images_are_refused(trained: TrainedModel) -> None:
    with pytest.raises(ModuleError) as caught:
        score_image_model(trained, make_noise_images(2, 8).take_rows([]))
    assert caught.value.number == 21
    assert isinstance(build_view(make_noise_images(2, 8).take_rows([])), dict)
    assert build_thumbnail(make_noise_images(2, 8).take_rows([])) is None


def test_the_catalog_and_the_server_start_without_torch_and_pillow() -> None:
    code = "import sys, server.main, modules.kit; modules.kit.catalog(); print({'torch', 'PIL'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "set()"
