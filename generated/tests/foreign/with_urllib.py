"""The four best documented operations, with urllib. Arguments: base URL, token, account id."""

import json
import sys
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

url, token, account = sys.argv[1:]


def call(method, path, body):
    request = Request(
        f"{url}/unified/{path}?{urlencode({'integrated_account_id': account})}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method=method,
    )
    with urlopen(request, timeout=10) as response:
        return json.load(response)


emails = [{"email": "ada@example.com", "type": "work"}]
call("POST", "ticketing/contacts", {"first_name": "Ada", "emails": emails})
call("POST", "ticketing/tickets/import", {"remote_data": {"subject": "The printer is on fire"}})
contact = call("POST", "crm/contacts", {"first_name": "Ada", "last_name": "Lovelace"})
call("PATCH", f"crm/contacts/{quote(contact['id'], safe='')}", {"title": "Countess", "last_name": None})
