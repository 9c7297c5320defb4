"""The official JavaScript SDK: what a company tells of itself."""

from javascript_sdk import Client, new


def test_what_a_company_tells_of_itself(client: Client) -> None:
    """Objects, the table of one, and how dimensions are related."""
    listed = client.execute(new("DataDeliveryService.DdsObjectList"))
    assert "VENDOR" in str(listed["data"])
    table = client.execute(new("DataDeliveryService.DdsObjectDdlGet", objectName="VENDOR"))
    assert "create table VENDOR" in str(table["data"])
    assert "PROJECT" in str(client.execute(new("PlatformServices.DimensionRelationshipsGet"))["data"])
