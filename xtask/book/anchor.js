'use strict'

/** The element that the address of the page links to. A fragment can be encoded, and `#100%` cannot be decoded. */
const siteTarget = () => {
  const name = location.hash.slice(1)
  if (!name) return null
  let decoded = name
  try { decoded = decodeURIComponent(name) } catch { /* It is not encoded. */ }
  return document.getElementById(name) ?? document.getElementById(decoded)
}
