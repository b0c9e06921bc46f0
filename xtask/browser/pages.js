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

/** Pages of rustdoc. Pages of types are not among them: rustdoc nests links in the summaries of what folds. */
export const RUSTDOC = {
  crate: 'api/truto_unified/index.html',
  module: 'api/truto_unified/crm/contacts/index.html',
}
