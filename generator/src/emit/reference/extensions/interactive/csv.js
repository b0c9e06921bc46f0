'use strict'

// Tables as CSV. A site that frames the pages loads this file for its other pages too, so it may be loaded twice.

// Rows of texts as CSV that spreadsheets read as UTF-8, because of the mark in front.
function csvOf(rows) {
  // A spreadsheet would run what begins like a formula.
  const quoted = (cell) => `"${cell.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`
  return `\ufeff${rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`
}

// Has the browser save a text as a file.
function saveAs(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
