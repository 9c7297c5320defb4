"""Whether a business key is looked up before its first create: where nobody else keeps it unique, we do."""

from service.intacct.objects.declaration import Declaration, KeptBy
from service.settings import LookFirst, TenantSettings


def look_first_of(declaration: Declaration, settings: TenantSettings) -> LookFirst:
    """What the tenant says; else ``never`` where Intacct refuses a second record of a key, ``always`` elsewhere."""
    return settings.look_first.get(declaration.name) or _kept(declaration, settings)


def _kept(declaration: Declaration, settings: TenantSettings) -> LookFirst:
    uniqueness = declaration.uniqueness
    assert uniqueness is not None, "every object that is written says who keeps its key unique"
    if uniqueness.kept_by is KeptBy.SETTING:
        return LookFirst.NEVER if getattr(settings.company_settings, uniqueness.setting) else LookFirst.ALWAYS
    return LookFirst.NEVER if uniqueness.kept_by is KeptBy.INTACCT else LookFirst.ALWAYS
