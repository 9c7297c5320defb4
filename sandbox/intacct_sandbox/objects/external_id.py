"""The id of another system, which the legacy functions of master data take as `externalid` and find by `externalkey`
(github.com/intacct/intacct_dtd v3.0/api.xsd). The generic functions and REST do not show it."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Text

EXTERNAL_ID = Field("external_id", Text(100))
