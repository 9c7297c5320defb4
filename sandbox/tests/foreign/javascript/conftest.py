"""The official JavaScript SDK, signed in to a sandbox that is api.intacct.com for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from javascript_sdk import Client, Data, Node, endpoint, new

from intacct_sandbox.company.definition import shipped
from intacct_sandbox.threaded import SandboxThread
from intacct_sandbox.web.certificates import Certificates

# The shipped company, with something in a list that cannot be written.
COMPANY = {"records": {**shipped("harborline")["records"], "contract": [{"id": "K-1", "name": "Hosting"}]}}


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all sandboxes here are certified by, and the SDK trusts."""
    folder = tmp_path_factory.mktemp("authority") / "tls"
    Certificates(folder).context()
    return folder


@pytest.fixture(scope="session")
def node(authority: Path) -> Iterator[Node]:
    with Node(authority / "ca.pem") as running:
        yield running


@pytest.fixture
def company() -> Data:
    """Overridden by tests that need another company."""
    return COMPANY


@pytest.fixture
def sandbox(authority: Path, company: Data, switches: Data) -> Iterator[SandboxThread]:
    """It announces itself under the name that the SDK insists on."""
    with SandboxThread(companies=[company], switches=switches, tls=authority) as running:
        running.set_switches(announced_endpoint=endpoint(running.url))
        yield running


@pytest.fixture
def sign_in(node: Node, sandbox: SandboxThread) -> Callable[..., Client]:
    """Another user of the SDK, or the same with another configuration."""
    return lambda **config: Client(node, endpoint(sandbox.url), **config)


@pytest.fixture
def client(sign_in: Callable[..., Client]) -> Client:
    """Signed in with login credentials, with records to refer to."""
    made = sign_in()
    made.batch(
        new("Company.ContactCreate", contactName="Ada", printAs="Ada Okafor"),
        new("AccountsPayable.VendorCreate", vendorId="V-1", vendorName="Larkspur", printAs="Larkspur"),
        new("AccountsReceivable.CustomerCreate", customerId="C-1", customerName="Brightwater", printAs="Brightwater"),
        new("Projects.ProjectCreate", projectId="P-1", projectName="Yard", projectCategory="Contract"),
        new("Company.ClassCreate", classId="RETAIL", className="Retail"),
        new("EmployeeExpense.EmployeeCreate", employeeId="E-1", contactName="Ada"),
        transaction=True,
    )
    return made
