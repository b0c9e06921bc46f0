// The four best documented operations, with fetch. Arguments: base URL, token, account id.
if (typeof fetch === "undefined") {
  console.error("this node has no fetch: 18 or later is needed");
  process.exit(77);
}
const [url, token, account] = process.argv.slice(2);

async function call(method, path, body) {
  const query = new URLSearchParams({ integrated_account_id: account });
  const response = await fetch(`${url}/unified/${path}?${query}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

await call("POST", "ticketing/contacts", {
  first_name: "Ada",
  emails: [{ email: "ada@example.com", type: "work" }],
});
await call("POST", "ticketing/tickets/import", { remote_data: { subject: "The printer is on fire" } });
const { id } = await call("POST", "crm/contacts", { first_name: "Ada", last_name: "Lovelace" });
await call("PATCH", `crm/contacts/${encodeURIComponent(id)}`, { title: "Countess", last_name: null });
