"""A design as code beside its canvas: written, and read back as edits. Nothing is stored, and no code is run."""

from pydantic import BaseModel, Field, JsonValue

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.problem_schemas import ProblemRead, to_problem_read
from server.api.core.request_lanes import AnalysisRoute
from server.api.core.router import Router
from server.api.designs.design_edits import require_valid_document
from server.api.designs.version_routes import ChangeRead, to_change_read
from server.graph.analyzed_design import Problem
from server.graph.comparison.design_diff import describe_changes, diff_documents
from server.graph.design_code.code_reader import MAX_CODE_LENGTH, CodeReading, read_design_code
from server.graph.design_code.code_source import CodeError, CodeRange
from server.graph.design_code.code_writer import write_design_code
from server.graph.document import parse_design
from server.graph.edits import Edit, apply_edits
from server.graph.json_shapes import DesignJson, EditJson
from server.graph.upgrades import upgrade_document
from server.storage.stores import design_store

router = Router(prefix="/api/designs", tags=["designs"], route_class=AnalysisRoute)


class DocumentToWrite(BaseModel):
    """A design as a browser tab has it, with edits that are not made yet."""

    document: dict[str, JsonValue]
    edits: list[Edit] = Field(default=[], max_length=10_000)


class WrittenCodeRead(BaseModel):
    """A design as code, and the lines of each node: the first and the last, from 1."""

    text: str
    lines: dict[str, tuple[int, int]]


class CodeToRead(BaseModel):
    """Code, and the design that it was written from."""

    document: dict[str, JsonValue]
    text: str = Field(max_length=MAX_CODE_LENGTH)


class CodeRangeRead(BaseModel):
    """From one place of the code to another: lines from 1, columns from 0 in UTF-16 units."""

    first_line: int
    first_column: int
    last_line: int
    last_column: int


class CodeFixRead(BaseModel):
    """What the button says, and the text that it puts in place of the range."""

    label: str
    range: CodeRangeRead
    text: str


class CodeErrorRead(BaseModel):
    """Why the code is no design, and where."""

    range: CodeRangeRead
    message: str
    fix: CodeFixRead | None


class CodeFindingRead(ProblemRead):
    """A problem that the design would have, and where it lies in the code."""

    range: CodeRangeRead | None


class CodeReadingRead(BaseModel):
    """What code says: the edits that lead to it from the design that it was written from, or why it is no design."""

    errors: list[CodeErrorRead]
    edits: list[EditJson]
    changes: list[ChangeRead]
    findings: list[CodeFindingRead]
    #: {node: its first and its last line}
    lines: dict[str, tuple[int, int]]
    #: The design with the edits; null where there are errors.
    document: DesignJson | None
    #: Of the design with the edits: how many steps a run would compute, and how many have their results already.
    steps_to_run: int = 0
    steps_known: int = 0


@router.post("/{design_id}/code/write", needs="viewer")
def write_code(
    design_id: str, wanted: DocumentToWrite, session: ReadSessionDep, context: ContextDep
) -> WrittenCodeRead:
    """Write the design as code, without the places of its cards."""
    design_store.get_design(session, design_id, defer_document=True)
    document = apply_edits(upgrade_document(wanted.document, context.catalog), wanted.edits)
    written = write_design_code(parse_design(require_valid_document(document)), context.catalog)
    return WrittenCodeRead(text=written.text, lines=dict(written.lines))


@router.post("/{design_id}/code/read", needs="viewer")
def read_code(design_id: str, wanted: CodeToRead, session: ReadSessionDep, context: ContextDep) -> CodeReadingRead:
    """Read code as a change of the design that it was written from."""
    row = design_store.get_design(session, design_id)
    base = parse_design(require_valid_document(upgrade_document(wanted.document, context.catalog)))
    reading = read_design_code(wanted.text, base, context.catalog)
    lines = {node: (place.first_line, place.last_line) for node, place in reading.nodes.items()}
    if reading.document is None:
        errors = [_to_error_read(error) for error in reading.errors]
        return CodeReadingRead(errors=errors, edits=[], changes=[], findings=[], lines=lines, document=None)
    old, new = base.model_dump(mode="json"), require_valid_document(reading.document)
    edits = sorted(diff_documents(old, new), key=lambda edit: not edit.deletes)
    stored = context.stored_designs.analyze_document(session, row, new)
    known = {reference.partition(".")[0] for reference in stored.known_artifacts} & stored.design.nodes.keys()
    return CodeReadingRead(
        errors=[],
        edits=[edit.to_json() for edit in edits],
        changes=[to_change_read(change) for change in describe_changes(old, new, context.catalog)],
        findings=[_to_finding_read(problem, reading) for problem in stored.problems],
        lines=lines,
        document=new,
        steps_to_run=len(stored.design.nodes) - len(known),
        steps_known=len(known),
    )


def _to_error_read(error: CodeError) -> CodeErrorRead:
    fix = None
    if error.fix is not None:
        fix = CodeFixRead(label=error.fix.label, range=_to_range_read(error.fix.range), text=error.fix.text)
    return CodeErrorRead(range=_to_range_read(error.range), message=error.message, fix=fix)


def _to_finding_read(problem: Problem, reading: CodeReading) -> CodeFindingRead:
    place = reading.fields.get((problem.node or "", problem.field or "")) or reading.nodes.get(problem.node or "")
    found = _to_range_read(place) if place is not None else None
    return CodeFindingRead(**to_problem_read(problem).model_dump(), range=found)


def _to_range_read(place: CodeRange) -> CodeRangeRead:
    return CodeRangeRead(**vars(place))
