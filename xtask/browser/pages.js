// One page of each kind.

export const PAGES = {
  home: 'index.html',
  reference: 'docs/index.html',
  api: 'docs/crm.html',
  resource: 'docs/crm/contacts.html',
  list: 'docs/crm/contacts/list.html',
  create: 'docs/crm/contacts/create.html',
  download: 'docs/ticketing/attachments/download.html',
  matrix: 'docs/crm/contacts/create.matrix.html',
  integrations: 'docs/by-integration.html',
  integration: 'docs/by-integration/hubspot.html',
  chooser: 'docs/support-chooser/index.html',
  webhook: 'docs/webhooks.html',
  guides: 'guides/index.html',
  guide: 'guides/errors.html',
}

/** The pages of rustdoc: their look is not ours, but they are part of the site. */
export const RUSTDOC = {
  crate: 'api/truto_unified/index.html',
  type: 'api/truto_unified/crm/contacts/struct.Contact.html',
}
