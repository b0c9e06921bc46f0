'use strict'

// The search of the site: a dialog with an input and a list of results. `search.rank.js` finds them.
//
// Elements with `data-search` open it, and so do `/`, `s`, and the parameter `search` of an address. The index is loaded when the
// dialog is first opened, or when a pointer or the focus is about to open it.
{
  // The scripts of the site are at its root.
  const root = new URL('.', document.currentScript.src)
  const kinds = {
    guide: 'Guide', section: 'Guide', option: 'Option', operation: 'Operation', integration: 'Integration', row: 'Integration',
    field: 'Field', response: 'Returned field', matrix: 'Support matrix', page: 'Page',
  }
  let loading
  let parts

  function element(name, properties = {}, children = []) {
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(properties)) {
      if (key === 'text') made.textContent = value
      else made.setAttribute(key, value)
    }
    made.append(...children)
    return made
  }

  // A script, since a page opened as a file cannot fetch JSON.
  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = element('script', { src: new URL('search-index.js', root) })
      script.addEventListener('load', () => resolve(siteSearch.prepare(SEARCH_INDEX)))
      script.addEventListener('error', () => {
        loading = undefined
        reject(new Error('The index cannot be loaded.'))
      })
      document.head.append(script)
    })
    return loading
  }

  function build() {
    const input = element('input', {
      type: 'search', id: 'search-input', role: 'combobox', placeholder: 'Search guides, operations and fields', autocomplete: 'off', spellcheck: 'false',
      'aria-label': 'Search', 'aria-expanded': 'false', 'aria-controls': 'search-results', 'aria-autocomplete': 'list',
    })
    const close = element('button', { type: 'button', class: 'search-close', text: 'Close' })
    const status = element('p', { class: 'search-status', role: 'status' })
    const list = element('div', { id: 'search-results', role: 'listbox', 'aria-label': 'Results' })
    const keys = element('p', { class: 'search-keys', 'aria-hidden': 'true', text: '↑ ↓ to select · Enter to open · Esc to close' })
    const dialog = element('dialog', { class: 'search-dialog', 'aria-label': 'Search' }, [
      element('div', { class: 'search-head' }, [input, close]), status, list, keys,
    ])
    document.body.append(dialog)
    parts = { dialog, input, status, list, active: -1 }
    input.addEventListener('input', update)
    close.addEventListener('click', () => dialog.close())
    // A click beside the dialog is one on the dialog itself.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close()
    })
    // mdBook turns pages with arrow keys.
    dialog.addEventListener('keydown', (event) => {
      event.stopPropagation()
      onKey(event)
    })
    dialog.addEventListener('close', () => list.replaceChildren())
  }

  function open(query) {
    if (!parts) build()
    const { dialog, input } = parts
    if (dialog.open) return
    dialog.showModal()
    input.focus()
    if (query === undefined) {
      input.select()
    } else {
      // The reader goes on typing.
      input.value = query
      input.setSelectionRange(query.length, query.length)
    }
    update()
  }

  async function update() {
    const { status, input } = parts
    const query = input.value
    try {
      const index = await load()
      // The reader may have typed more by now.
      if (query === input.value) show(index, query)
    } catch (error) {
      status.textContent = error.message
    }
  }

  function show(index, query) {
    const { status, list, input } = parts
    const isEmpty = query.trim() === ''
    const { entries, words, total, corrected, isPartial } = isEmpty
      ? { entries: index.entries.filter(({ kind }) => kind === 'guide'), words: [] }
      : siteSearch.search(index, query)
    list.replaceChildren(...entries.map((entry, at) => result(entry, words, at, query)))
    list.scrollTop = 0
    input.setAttribute('aria-expanded', String(entries.length > 0))
    activate(isEmpty || entries.length === 0 ? -1 : 0)
    if (isEmpty) status.textContent = 'Guides'
    else if (entries.length === 0) status.textContent = `Nothing is found for “${query}”. Try fewer or other words.`
    else if (corrected) status.textContent = `Results for “${corrected}”`
    else if (isPartial) status.textContent = 'Nothing has all of the words. These have some of them:'
    else status.textContent = total > entries.length ? `The first ${entries.length} of ${total} results` : total === 1 ? '1 result' : `${total} results`
  }

  // The list is one of links, so that they can be opened in a new tab.
  function result(entry, words, at, query) {
    const { kind, label = kinds[kind], title, path, url, text, note, rust, method, address, also = [] } = entry
    const isName = ['field', 'response', 'option'].includes(kind)
    const heading = element(isName ? 'code' : 'span', { class: 'search-title' }, marks(siteSearch.marked(title, words)))
    const others = also.length > 0 ? `also in ${also.length === 1 ? also[0] : `${also.length} other pages`}` : ''
    const place = [path.join(' › '), others].filter((part) => part !== '').join(' · ')
    const link = element('a', { href: new URL(url, root), role: 'option', id: `search-result-${at}`, tabindex: '-1', 'aria-selected': 'false' }, [
      element('span', { class: 'search-line' }, [
        ...(method ? [element('span', { class: `method ${method.toLowerCase()}`, text: method }), ' '] : []), heading,
        ' ', element('span', { class: `search-kind ${kind}`, text: label }),
      ]),
      ...(place ? [element('span', { class: 'search-path', text: place })] : []),
      ...(address ? [element('code', { class: 'search-path', text: address })] : []),
      ...(text ? [element('span', { class: 'search-text' }, marks(siteSearch.excerpt(text, words, kind === 'option' ? 400 : 170)))] : []),
      // The name in Rust is shown to those who look for it.
      ...(rust && (words.includes('rust') || rust.toLowerCase().includes(query.trim().toLowerCase())) ? [element('code', { class: 'search-path', text: rust })] : []),
      ...(note ? [element('span', { class: 'search-note', text: note })] : []),
    ])
    link.addEventListener('click', () => parts.dialog.close())
    link.addEventListener('pointermove', () => activate(at, false))
    return link
  }

  function marks(texts) {
    return texts.map(([text, isMarked]) => (isMarked ? element('mark', { text }) : text))
  }

  function activate(at, isScrolled = true) {
    const { list, input } = parts
    list.children[parts.active]?.setAttribute('aria-selected', 'false')
    parts.active = at
    const active = list.children[at]
    if (!active) return input.removeAttribute('aria-activedescendant')
    active.setAttribute('aria-selected', 'true')
    input.setAttribute('aria-activedescendant', active.id)
    if (isScrolled) active.scrollIntoView({ block: 'nearest' })
  }

  function onKey(event) {
    const { list, input, active, dialog } = parts
    const count = list.children.length
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') {
      // The browser would clear the input first.
      event.preventDefault()
      dialog.close()
    } else if (step && count > 0) {
      event.preventDefault()
      activate(active < 0 && step < 0 ? count - 1 : (active + step + count) % count)
    } else if (event.key === 'Enter' && event.target === input) {
      event.preventDefault()
      list.children[active]?.click()
    }
  }

  function isTyping({ target }) {
    return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
  }

  document.addEventListener('keydown', (event) => {
    if (!['/', 's'].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
    event.preventDefault()
    open()
  })

  if (!document.querySelector('[data-search]')) {
    const button = element('button', { type: 'button', 'data-search': '', class: 'search-open', text: 'Search' })
    button.append(element('kbd', { 'aria-hidden': 'true', text: '/' }))
    const bar = document.querySelector('header.top, .right-buttons')
    bar?.insertBefore(button, bar.querySelector(':scope > nav') ?? bar.firstChild)
  }
  for (const opener of document.querySelectorAll('[data-search]')) {
    opener.setAttribute('aria-keyshortcuts', '/ s')
    opener.setAttribute('aria-haspopup', 'dialog')
    for (const event of ['pointerenter', 'focus']) opener.addEventListener(event, () => load().catch(() => {}), { once: true })
    opener.addEventListener('click', () => open())
    // An input hands on what is typed into it.
    opener.addEventListener('input', () => {
      open(opener.value)
      opener.value = ''
    })
  }

  const asked = new URLSearchParams(location.search).get('search')
  if (asked !== null) window.addEventListener('load', () => open(asked))
}
