'use strict'

// What the scripts of the interactive pages have in common.

const byId = (id) => document.getElementById(id)

function element(name, properties = {}, children = []) {
  const { role, aria = {}, ...others } = properties
  const made = Object.assign(document.createElement(name), others)
  if (role) made.setAttribute('role', role)
  for (const [key, value] of Object.entries(aria)) made.setAttribute(`aria-${key}`, value)
  made.append(...children)
  return made
}

function button(label, onClick, properties = {}) {
  const made = element('button', { type: 'button', textContent: label, ...properties })
  made.addEventListener('click', onClick)
  return made
}

// A name, which may break between its words. Copied text has no such breaks.
function code(text) {
  const words = text.split(/(?<=[_.])(?=\w)|(?<=\p{Ll})(?=\p{Lu})/u)
  return element('code', {}, words.flatMap((word, at) => (at === 0 ? [word] : [element('wbr'), word])))
}

// The file extension of pages: it depends on how they are read.
const pages = byId('interactive').dataset.pages

// Without a fragment, the address is that of the page.
function setFragment(fragment) {
  history.replaceState(null, '', fragment ? `#${fragment}` : location.href.split('#')[0])
}

// Copies the address, which holds the selection. Without permission to write to the clipboard, the link is shown for copying.
async function share() {
  const address = byId('address')
  const isCopied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
  byId('shared').textContent = isCopied ? 'Link copied.' : 'Copy this link:'
  address.hidden = Boolean(isCopied)
  if (isCopied) return
  address.value = location.href
  address.select()
}

byId('share').addEventListener('click', share)
