#!/bin/sh
# The four best documented operations, with curl. Arguments: base URL, token, account id.
set -eu
url=$1 token=$2 account=$3

call() {
    method=$1 path=$2 body=$3
    curl --silent --show-error --fail-with-body --request "$method" \
        --header "Authorization: Bearer $token" --header 'Content-Type: application/json' \
        --data "$body" "$url/unified/$path?integrated_account_id=$account"
}

call POST ticketing/contacts '{"first_name": "Ada", "emails": [{"email": "ada@example.com", "type": "work"}]}'
call POST ticketing/tickets/import '{"remote_data": {"subject": "The printer is on fire"}}'
id=$(call POST crm/contacts '{"first_name": "Ada", "last_name": "Lovelace"}' | sed 's/.*"id":"\([^"]*\)".*/\1/')
call PATCH "crm/contacts/$id" '{"title": "Countess", "last_name": null}'
