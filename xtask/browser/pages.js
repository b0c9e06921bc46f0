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
  compare: 'docs/compare/index.html',
  options: 'docs/request-options.html',
  errors: 'docs/error-responses.html',
  downloads: 'downloads/index.html',
  webhook: 'docs/webhooks.html',
  guides: 'guides/index.html',
  guide: 'guides/errors.html',
}

/** Pages of rustdoc. */
export const RUSTDOC = {
  crate: 'api/truto_unified/index.html',
  module: 'api/truto_unified/crm/contacts/index.html',
  struct: 'api/truto_unified/crm/contacts/struct.CreateContact.html',
  enum: 'api/truto_unified/enum.ErrorKind.html',
  trait: 'api/truto_unified/transport/trait.Transport.html',
  source: 'api/src/truto_unified/lib.rs.html',
}
