"""Why a graph cannot run. A function in a file of this folder becomes a rule by `@validation_rule(order=...)`."""

from server.graph.analyzed_design import AnalyzedDesign
from server.graph.rule_discovery import RuleBook

VALIDATION_RULE_BOOK: RuleBook[AnalyzedDesign] = RuleBook(__name__)

validation_rule = VALIDATION_RULE_BOOK.rule
