"""services/company-config/dimensions/list (OpenAPI: company-config.dimensions.list, with a sample of its answer)."""

from typing import Any

from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.objects.dimensions import dimension_types
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

DIMENSIONS = "services/company-config/dimensions/list"


def answer_dimensions(request: RestRequest) -> Answer:
    """All standard dimensions; there are no user-defined ones here."""
    found = [_dimension(each) for each in dimension_types(request.company.types)]
    counts = {"totalCount": len(found), "totalSuccess": len(found), "totalError": 0}
    return as_json(200, {"ia::result": found, "ia::meta": counts})


def _dimension(type: ObjectType) -> dict[str, Any]:
    return {
        "dimensionName": type.xml or type.name.upper(),
        "dimensionLabel": type.label,
        "termName": type.label,
        "isUserDefinedDimension": False,
        "isEnabledInGL": True,
        "dimensionEndpoint": f"/objects/{type.rest}",
    }
