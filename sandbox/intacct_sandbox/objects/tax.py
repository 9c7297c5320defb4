"""Tax solutions and tax details, read only: a company has them from its setup (columns of XML: github.com/fylein/
sageintacct-sdk-py, apis/constants.py; OpenAPI group tax)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Number, Ref, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules

_TYPE = Choice({"purchase": ("Purchase", "purchase"), "sale": ("Sale", "sale")})
_STATUS = Field("status", same("active", "inactive"), "STATUS", "status", default="active")


def _listed(name: str, label: str, xml: str, *fields: Field) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml=xml,
        rest=f"tax/{name}",
        rules=Rules(),
        unique=("id",),
        xml_operations=READ_ONLY,
        rest_operations=READ_ONLY,
        fields=(*fields, _STATUS),
    )


TAX_SOLUTION = _listed(
    "tax-solution",
    "TaxSolution",
    "TAXSOLUTION",
    Field("id", Text(80), "SOLUTIONID", "id"),
    Field("description", Text(200), "DESCRIPTION", "description"),
    Field("method", Text(40), "TAXMETHOD", "taxCalculationMethod"),
    Field("kind", Text(40), "TYPE", "taxSolutionType"),
    Field("start_date", Day(), "STARTDATE", "taxSubmissionStartDate"),
    Field("multiline", Flag(), "SHOWMULTILINETAX", "enableMultilineTax"),
    Field("purchase_account", Ref("account"), "GLACCOUNTPURCHASE", "purchaseGLAccount"),
    Field("sales_account", Ref("account"), "GLACCOUNTSALE", "salesGLAccount"),
    Field("alternative_setup", Flag(), "ALTSETUP", "alternativeSetup"),
    Field("last_update", Day(), "LASTUPDATE", "lastUpdatedTaxDate"),
)
TAX_DETAIL = _listed(
    "tax-detail",
    "TaxDetail",
    "TAXDETAIL",
    Field("id", Text(80), "DETAILID", "id"),
    Field("unique_id", Text(200), "TAXUID", "taxUniqueId"),
    Field("description", Text(200), "DESCRIPTION", "description"),
    Field("tax_type", _TYPE, "TAXTYPE", "taxType"),
    Field("percent", Number(), "VALUE", "taxPercent"),
    Field("least_taxable", Number(), "MINTAXABLE", "taxLimit.minTaxable"),
    Field("most_taxable", Number(), "MAXTAXABLE", "taxLimit.maxTaxable"),
    Field("least_tax", Number(), "MINTAX", "taxLimit.minTax"),
    Field("most_tax", Number(), "MAXTAX", "taxLimit.maxTax"),
    Field("amount_to_tax", Text(40), "INCLUDE", "amountToTax"),
    Field("account", Ref("account"), "GLACCOUNT", "glAccount"),
    Field("authority", Text(80), "TAXAUTHORITY", "taxAuthority.id"),
    Field("reverse_charge", Flag(), "REVERSECHARGE", "reverseCharge"),
    Field("tax_rate", Text(40), "TAXRATE", "taxRate"),
    Field("solution", Ref("tax-solution"), "TAXSOLUTIONID", "taxSolution"),
)
