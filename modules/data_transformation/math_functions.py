"""The functions of Apply Math Operation: of one column of numbers, or of one and a second argument."""

import ast
import inspect
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from modules.kit.codegen.expressions import Expr, parse_source
from modules.kit.codegen.script_builder import StepCode

Numbers = npt.NDArray[np.float64]
Function = Callable[[Numbers], Any]
PairFunction = Callable[[Numbers, Numbers], Any]

Arithmetic = Literal["Add", "Subtract", "Multiply", "Divide"]
Basic = Literal[
    "Abs", "Atan2", "Conj", "Cuberoot", "DoubleFactorial", "Eps", "Exp", "Exp2", "ExpMinus1", "Factorial",
    "Hypotenuse", "ImaginaryPart", "Ln", "LnPlus1", "Log", "Log10", "Log2", "NthRoot", "Pow", "RealPart", "Sqrt",
    "SqrtPi", "Square",
]  # fmt: skip
Compare = Literal[
    "EqualTo", "GreaterThan", "GreaterThanOrEqualTo", "LessThan", "LessThanOrEqualTo", "NotEqualTo", "PairMax",
    "PairMin",
]  # fmt: skip
Rounding = Literal[
    "Ceiling", "CeilingPower2", "Floor", "Mod", "Quotient", "Remainder", "RoundDigits", "RoundDown", "RoundUp",
    "ToEven", "ToMultiple", "ToOdd", "Truncate",
]  # fmt: skip
Special = Literal[
    "Beta", "BetaLn", "EllipticIntegralE", "EllipticIntegralK", "Erf", "Erfc", "ErfcScaled", "ErfInverse",
    "ExponentialIntegralEin", "Gamma", "GammaLn", "GammaRegularizedP", "GammaRegularizedPInverse",
    "GammaRegularizedQ", "GammaRegularizedQInverse", "Polygamma",
]  # fmt: skip
Trigonometric = Literal[
    "Acos", "AcosDegrees", "Acosh", "Acot", "AcotDegrees", "Acoth", "Acsc", "AcscDegrees", "Acsch", "Arg", "Asec",
    "AsecDegrees", "Asech", "Asin", "AsinDegrees", "Asinh", "Atan", "AtanDegrees", "Atanh", "Cos", "CosDegrees",
    "Cosh", "Cot", "CotDegrees", "Coth", "Csc", "CscDegrees", "Csch", "DegreesToRadians", "RadiansToDegrees", "Sec",
    "SecDegrees", "Sech", "Sign", "Sin", "Sinc", "SinDegrees", "Sinh", "Tan", "TanDegrees", "Tanh",
]  # fmt: skip
Operation = Literal[Arithmetic, Basic, Compare, Rounding, Special, Trigonometric]

COMPARISONS: Mapping[str, PairFunction] = {
    "EqualTo": np.equal,
    "GreaterThan": np.greater,
    "GreaterThanOrEqualTo": np.greater_equal,
    "LessThan": np.less,
    "LessThanOrEqualTo": np.less_equal,
    "NotEqualTo": np.not_equal,
}


def _lazy_scipy_function(name: str) -> Callable[..., Any]:
    """A function of scipy.special, which is imported when it is first called."""

    def evaluate(*arguments: Any) -> Any:
        import scipy.special

        return getattr(scipy.special, name)(*arguments)

    return evaluate


def _compute_gamma(values: Numbers) -> Any:
    return _lazy_scipy_function("gamma")(values)


def _compute_zeta(values: Numbers, starts: Numbers) -> Any:
    return _lazy_scipy_function("zeta")(values, starts)


def _compute_factorial(values: Numbers) -> Any:
    return np.where((values >= 0) & (values % 1 == 0), np.rint(_compute_gamma(values + 1)), np.nan)


def _compute_double_factorial(values: Numbers) -> Any:
    """n!! = n (n - 2) (n - 4) ...; the gamma function gives it for odd and even numbers."""
    half = _compute_gamma(values / 2 + 1)
    product = np.where(values % 2 == 0, np.exp2(values / 2) * half, np.exp2((values + 1) / 2) * half / np.sqrt(np.pi))
    return np.where((values >= 0) & (values % 1 == 0), np.rint(product), np.nan)


def _compute_root(values: Numbers, degrees: Numbers) -> Any:
    """The real root: that of a negative number exists for odd degrees."""
    signs = np.where(degrees % 2 == 1, np.sign(values), 1.0)
    return signs * np.power(signs * values, 1 / degrees)


def _compute_polygamma(values: Numbers, orders: Numbers) -> Any:
    """The derivatives of the digamma function; order 0 is that function itself."""
    whole = (orders >= 0) & (orders % 1 == 0)
    higher = np.where(orders % 2 == 0, -1.0, 1.0) * _compute_gamma(orders + 1) * _compute_zeta(orders + 1, values)
    return np.where(whole, np.where(orders == 0, _lazy_scipy_function("digamma")(values), higher), np.nan)


def _apply_at_digits(rounding: Function) -> PairFunction:
    """The function at so many digits behind the decimal point; negative digits stand before it."""

    def round_at(values: Numbers, digits: Numbers) -> Any:
        # Dividing by a power of ten is exact where multiplying by a negative one is not: 1.1, not 1.1000000000000001.
        scale = np.power(10.0, np.abs(np.trunc(digits)))
        return np.where(digits >= 0, rounding(values * scale) / scale, rounding(values / scale) * scale)

    return round_at


def _round_half_up(values: Numbers) -> Any:
    """To the nearest whole number, halves away from zero."""
    return np.trunc(values + np.copysign(0.5, values))


def _invert_result(function: Function) -> Function:
    return lambda values: 1 / function(values)


def _invert_argument(function: Function) -> Function:
    return lambda values: function(1 / values)


def _convert_from_degrees(function: Function) -> Function:
    return lambda values: function(np.radians(values))


def _convert_to_degrees(function: Function) -> Function:
    return lambda values: np.degrees(function(values))


_ANGLES: Mapping[str, Function] = {
    "Sin": np.sin,
    "Cos": np.cos,
    "Tan": np.tan,
    "Csc": _invert_result(np.sin),
    "Sec": _invert_result(np.cos),
    "Cot": _invert_result(np.tan),
}
_INVERSES: Mapping[str, Function] = {
    "Asin": np.arcsin,
    "Acos": np.arccos,
    "Atan": np.arctan,
    "Acsc": _invert_argument(np.arcsin),
    "Asec": _invert_argument(np.arccos),
    "Acot": _invert_argument(np.arctan),
}

ONE_ARGUMENT: Mapping[str, Function] = {
    **_ANGLES,
    **{f"{name}Degrees": _convert_from_degrees(function) for name, function in _ANGLES.items()},
    **_INVERSES,
    **{f"{name}Degrees": _convert_to_degrees(function) for name, function in _INVERSES.items()},
    "Sinh": np.sinh,
    "Cosh": np.cosh,
    "Tanh": np.tanh,
    "Csch": _invert_result(np.sinh),
    "Sech": _invert_result(np.cosh),
    "Coth": _invert_result(np.tanh),
    "Asinh": np.arcsinh,
    "Acosh": np.arccosh,
    "Atanh": np.arctanh,
    "Acsch": _invert_argument(np.arcsinh),
    "Asech": _invert_argument(np.arccosh),
    "Acoth": _invert_argument(np.arctanh),
    "Arg": np.angle,
    "DegreesToRadians": np.radians,
    "RadiansToDegrees": np.degrees,
    "Sign": np.sign,
    "Sinc": lambda values: np.sinc(values / np.pi),
    "Abs": np.abs,
    "Conj": lambda values: values,
    "Cuberoot": np.cbrt,
    "DoubleFactorial": _compute_double_factorial,
    "Eps": lambda values: np.spacing(np.abs(values)),
    "Exp": np.exp,
    "ExpMinus1": np.expm1,
    "Factorial": _compute_factorial,
    "ImaginaryPart": lambda values: values * 0.0,
    "Ln": np.log,
    "LnPlus1": np.log1p,
    "Log10": np.log10,
    "Log2": np.log2,
    "RealPart": lambda values: values,
    "Sqrt": np.sqrt,
    "SqrtPi": lambda values: np.sqrt(values * np.pi),
    "Square": np.square,
    "Ceiling": np.ceil,
    "CeilingPower2": lambda values: np.exp2(np.ceil(np.log2(values))),
    "Floor": np.floor,
    "ToEven": lambda values: 2 * _round_half_up(values / 2),
    "ToOdd": lambda values: 2 * np.floor(values / 2) + 1,
    "EllipticIntegralE": _lazy_scipy_function("ellipe"),
    "EllipticIntegralK": _lazy_scipy_function("ellipk"),
    "Erf": _lazy_scipy_function("erf"),
    "Erfc": _lazy_scipy_function("erfc"),
    "ErfcScaled": _lazy_scipy_function("erfcx"),
    "ErfInverse": _lazy_scipy_function("erfinv"),
    "ExponentialIntegralEin": _lazy_scipy_function("expi"),
    "Gamma": _compute_gamma,
    "GammaLn": _lazy_scipy_function("gammaln"),
}

TWO_ARGUMENTS: Mapping[str, PairFunction] = {
    **COMPARISONS,
    "Add": np.add,
    "Subtract": np.subtract,
    "Multiply": np.multiply,
    "Divide": np.divide,
    "Atan2": np.arctan2,
    "Exp2": lambda values, factors: factors * np.exp2(values),
    "Hypotenuse": np.hypot,
    "Log": lambda values, bases: np.log(values) / np.log(bases),
    "NthRoot": _compute_root,
    "Pow": np.power,
    "PairMax": np.maximum,
    "PairMin": np.minimum,
    "Mod": np.mod,
    "Quotient": lambda values, divisors: np.trunc(values / divisors),
    "Remainder": np.fmod,
    "RoundDigits": _apply_at_digits(_round_half_up),
    "RoundDown": _apply_at_digits(np.floor),
    "RoundUp": _apply_at_digits(np.ceil),
    "Truncate": _apply_at_digits(np.trunc),
    "ToMultiple": lambda values, units: _round_half_up(values / units) * units,
    "Beta": _lazy_scipy_function("beta"),
    "BetaLn": _lazy_scipy_function("betaln"),
    "GammaRegularizedP": _lazy_scipy_function("gammainc"),
    "GammaRegularizedPInverse": _lazy_scipy_function("gammaincinv"),
    "GammaRegularizedQ": _lazy_scipy_function("gammaincc"),
    "GammaRegularizedQInverse": _lazy_scipy_function("gammainccinv"),
    "Polygamma": _compute_polygamma,
}


def emit_function(step: StepCode, operation: str) -> Expr:
    """The function of an operation, as it stands above."""
    text = _collect_expressions().get(operation)
    if text is None:  # the angles in degrees, which are made of those in radians
        radians = operation.removesuffix("Degrees")
        convert = _convert_from_degrees if radians in _ANGLES else _convert_to_degrees
        text = f"{convert.__name__}({_collect_expressions()[radians]})"
    step.add_imports("import numpy as np")
    own = vars(sys.modules[__name__])
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id in own and node.id != "np":
            step.builder.inlined_sources.resolve(node.id, own[node.id], sys.modules[__name__])
    return parse_source(text)


@cache
def _collect_expressions() -> dict[str, str]:
    """The source of each function in the tables above."""
    source = inspect.getsource(sys.modules[__name__])
    found = {}
    for table in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)):
        for key, value in zip(table.keys, table.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                found[key.value] = ast.get_source_segment(source, value) or ""
    return found
