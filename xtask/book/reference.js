'use strict'

// What scrolls can be scrolled by keyboard, and what opens the sidebar is a button to whoever cannot see that.
for (const box of document.querySelectorAll('.content .table-wrapper, .content pre > code')) {
  if (!box.closest('.matrix')) box.tabIndex = 0
}
for (const label of document.querySelectorAll('label[aria-label]')) label.setAttribute('role', 'button')
