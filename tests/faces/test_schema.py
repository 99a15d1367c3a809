"""The interface keeps its own description: no address breaks it, every answer has its form."""

from importlib import import_module
from typing import Any

from hypothesis import HealthCheck, settings

from outlast.web.app import make_app

HERE = {"host": "127.0.0.1"}
"""The page answers to the name of this machine alone."""

PATHS = r"^/(why|evidence|screen|api/answer|api/screen|figure/dots\.csv|screen/list\.csv)$"
"""Three screens, answers as JSON, a figure and a list as files."""

openapi: Any = import_module("schemathesis.openapi")  # its checks have no complete types
general: Any = import_module("schemathesis.checks")
conformance: Any = import_module("schemathesis.specs.openapi.checks")

# The page reports an unusable value in its answer instead of refusing it, so that an old link still
# leads somewhere: the checks do not ask for a refusal.
CHECKS = [
    general.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
]

schema = openapi.from_asgi("/openapi.json", make_app("lilliput", 8), headers=HERE)


@schema.include(path_regex=PATHS).parametrize()  # pyright: ignore[reportUntypedFunctionDecorator]
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_no_address_breaks_the_interface(case: Any) -> None:  # noqa: ANN401  as the checks
    case.call_and_validate(headers=HERE, checks=CHECKS)
