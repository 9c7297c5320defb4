"""Does this integration book a bill twice when an answer is lost? `pip install intacct-sandbox pytest; pytest`"""

import json
from urllib.request import Request, urlopen

LOGIN = {"client_id": "relay.app.sage.com", "client_secret": "client-secret", "username": "relay_ws@HARBORLINE"}
VENDOR = {"id": "V-31", "name": "Gulf Fasteners"}
LINE = {"glAccount": {"id": "6105"}, "txnAmount": "84.50", "dimensions": {"location": {"id": "100"}}}
MORE = {"currency": {"txnCurrency": "USD"}, "lines": [LINE]}
BILL = {"billNumber": "B-77", "vendor": {"id": "V-31"}, "createdDate": "2026-03-14", "dueDate": "2026-04-13"}


def integration(intacct, authorization=""):  # yours, in any language, told to talk to this address
    def post(path, body, key):
        headers = {"Content-Type": "application/json", "Authorization": authorization, "Idempotency-Key": key}
        return json.load(urlopen(Request(f"{intacct}/ia/api/v1/{path}", json.dumps(body).encode(), headers)))

    authorization = "Bearer " + post("oauth2/token", LOGIN | {"grant_type": "client_credentials"}, "")["access_token"]
    post("objects/accounts-payable/vendor", VENDOR, "vendor-V-31")
    for _ in range(3):
        try:
            return post("objects/accounts-payable/bill", BILL | MORE, "bill-B-77")
        except OSError:
            continue


def test_a_lost_answer_books_once(intacct_sandbox, intacct_ledger):
    intacct_sandbox.set_faults([{"kind": "answer_lost", "object": "bill", "operation": "create", "count": 1}])
    assert integration(intacct_sandbox.url)["ia::result"]["key"]
    assert [row["key"] for row in intacct_ledger("bill")] == ["B-77"]
