"""The four best documented operations, with requests. Arguments: base URL, token, account id."""

import sys
from urllib.parse import quote

try:
    import requests
except ImportError:
    print("this python has no requests", file=sys.stderr)
    sys.exit(77)

url, token, account = sys.argv[1:]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"
session.params = {"integrated_account_id": account}


def call(method, path, body):
    response = session.request(method, f"{url}/unified/{path}", json=body, timeout=10)
    response.raise_for_status()
    return response.json()


emails = [{"email": "ada@example.com", "type": "work"}]
call("POST", "ticketing/contacts", {"first_name": "Ada", "emails": emails})
call("POST", "ticketing/tickets/import", {"remote_data": {"subject": "The printer is on fire"}})
contact = call("POST", "crm/contacts", {"first_name": "Ada", "last_name": "Lovelace"})
call("PATCH", f"crm/contacts/{quote(contact['id'], safe='')}", {"title": "Countess", "last_name": None})
