'use strict'

// Makes scrollable elements accessible by keyboard, and the sidebar toggle accessible to screen readers.
for (const box of document.querySelectorAll('.content .table-wrapper, .content pre > code')) {
  if (!box.closest('.matrix')) box.tabIndex = 0
}
for (const label of document.querySelectorAll('label[aria-label]')) label.setAttribute('role', 'button')
